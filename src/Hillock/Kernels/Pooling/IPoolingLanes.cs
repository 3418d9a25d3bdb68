namespace Hillock.Kernels;

/// <summary>
/// What a pooling needs of a vector, for one width; <typeparamref name="T"/> is float or double. Places are whole numbers of as many bits in its lanes.
/// </summary>
internal unsafe interface IPoolingLanes<T, TVector>
    where T : unmanaged
    where TVector : struct
{
    /// <summary>Elements in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(T* source);

    static abstract void Store(TVector vector, T* target);

    /// <summary>The same place in all lanes.</summary>
    static abstract TVector Place(int place);

    /// <summary>Sums of places.</summary>
    static abstract TVector AddPlaces(TVector x, TVector y);

    /// <summary>Stores places as int32.</summary>
    static abstract void StorePlaces(TVector places, int* target);

    /// <summary>Every second element of two vectors one after the other, from the first on.</summary>
    static abstract TVector Even(TVector x, TVector y);

    /// <summary>Every second element of two vectors one after the other, from the second on.</summary>
    static abstract TVector Odd(TVector x, TVector y);

    /// <summary>Stores each element twice, side by side.</summary>
    static abstract void StoreTwice(TVector vector, T* target);

    /// <summary>A mask of where the next element takes the place of the best so far: it is larger, or the first NaN.</summary>
    static abstract TVector Wins(TVector next, TVector best);

    /// <summary>Elements of <paramref name="x"/> where the mask is set and of <paramref name="y"/> elsewhere.</summary>
    static abstract TVector Select(TVector mask, TVector x, TVector y);

    /// <summary><c>((0 + (a + b)) + (c + d))·factor</c> in double precision, rounded once.</summary>
    static abstract TVector Average(TVector a, TVector b, TVector c, TVector d, double factor);

    /// <summary>The quotients.</summary>
    static abstract TVector Divide(TVector x, TVector y);

    static abstract TVector Create(double value);
}
