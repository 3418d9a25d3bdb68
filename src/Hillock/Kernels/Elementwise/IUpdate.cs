using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>One step of an optimizer for one number of a parameter.</summary>
internal interface IUpdate
{
    /// <summary>How many numbers of state belong to each number of the parameter: 0, 1 or 2.</summary>
    static abstract int States { get; }

    /// <summary>Updates the number and its state.</summary>
    void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
        where T : struct, IReal<T>;
}
