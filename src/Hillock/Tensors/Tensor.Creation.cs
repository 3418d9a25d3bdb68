namespace Hillock.Tensors;

public sealed partial class Tensor
{
    /// <summary>A tensor over the user's array, without copying: changes of one are seen in the other.</summary>
    /// <remarks>
    /// A change of the array itself, or through another tensor over it, is none that a backward pass could notice: leave it as it is until <c>Backward</c>, or
    /// <see cref="Clone"/> the tensor.
    /// </remarks>
    /// <param name="data">
    /// The elements in row-major order: <see cref="float"/>, <see cref="double"/>, <see cref="Half"/>, <see cref="BFloat16"/>, <see cref="long"/>,
    /// <see cref="int"/>, <see cref="byte"/> or <see cref="bool"/>.
    /// </param>
    /// <param name="shape">The shape; one axis when left out.</param>
    /// <exception cref="ArgumentException">The array has another length than the shape, or an element type that no tensor stores.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);
    /// Console.WriteLine(x[1]); // float32 [3] [4, 5, 6]
    /// </code>
    /// </example>
    public static Tensor From<T>(T[] data, Shape? shape = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        shape ??= data.Length;
        if (shape.Length != data.Length)
        {
            throw new ArgumentException($"From expects {shape.Length} elements for the shape {shape} but got {data.Length}.", nameof(data));
        }

        return new(Storage.Adopt(data), shape);
    }

    /// <summary>A tensor holding a copy of the elements.</summary>
    /// <exception cref="ArgumentException">There are more or fewer elements than the shape has, or no tensor stores them.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> data, Shape? shape = null)
        where T : unmanaged
    {
        shape ??= data.Length;
        if (shape.Length != data.Length)
        {
            throw new ArgumentException($"From expects {shape.Length} elements for the shape {shape} but got {data.Length}.", nameof(data));
        }

        Tensor result = Empty(shape, DataTypes.Of<T>());
        data.CopyTo(result.Span<T>());
        GC.KeepAlive(result);
        return result;
    }

    /// <summary>A matrix of the same rows and columns: <c>Tensor.From(new float[,] { { 1, 2 }, { 3, 4 } })</c>.</summary>
    public static Tensor From<T>(T[,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        return FromRectangular<T>(data, [data.GetLength(0), data.GetLength(1)]);
    }

    /// <summary>A tensor of three axes with the same elements.</summary>
    public static Tensor From<T>(T[,,] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        return FromRectangular<T>(data, [data.GetLength(0), data.GetLength(1), data.GetLength(2)]);
    }

    /// <summary>A matrix with the given rows.</summary>
    /// <exception cref="ArgumentException">The rows have different lengths.</exception>
    public static Tensor From<T>(T[][] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.Length == 0 ? 0 : rows[0].Length;
        Tensor result = Empty([rows.Length, columns], DataTypes.Of<T>());
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != columns)
            {
                throw new ArgumentException(
                    $"From expects rows of one length but row 0 has {columns} elements and row {i} has {rows[i].Length}.", nameof(rows));
            }

            rows[i].CopyTo(result.Span<T>()[(i * columns)..]);
        }

        GC.KeepAlive(result);
        return result;
    }

    /// <summary>A tensor of no axes that holds one number.</summary>
    public static Tensor Scalar(double value, DataType dataType = DataType.Float32) => Full(Shape.Scalar, value, dataType);

    /// <summary>A tensor whose elements are not set: to be written before being read.</summary>
    public static Tensor Empty(Shape shape, DataType dataType = DataType.Float32)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new(Storage.Allocate(dataType, shape.Length), shape);
    }

    /// <summary>A tensor of zeros.</summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Tensor.Zeros([3])); // float32 [3] [0, 0, 0]
    /// </code>
    /// </example>
    public static Tensor Zeros(Shape shape, DataType dataType = DataType.Float32)
    {
        Tensor result = Empty(shape, dataType);
        result.Clear();
        return result;
    }

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(Shape shape, DataType dataType = DataType.Float32) => Full(shape, 1, dataType);

    /// <summary>A tensor whose elements all have one value, converted as <see cref="To"/> does.</summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Tensor.Full([2], 0.5, DataType.Float64)); // float64 [2] [0.5, 0.5]
    /// </code>
    /// </example>
    public static Tensor Full(Shape shape, double value, DataType dataType = DataType.Float32)
    {
        Tensor result = Empty(shape, dataType);
        Conversion.Fill(result, value);
        return result;
    }

    /// <summary>A tensor of zeros of another's shape and type.</summary>
    public static Tensor ZerosLike(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Zeros(tensor.Shape, tensor.DataType);
    }

    /// <summary>A tensor of ones of another's shape and type.</summary>
    public static Tensor OnesLike(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Ones(tensor.Shape, tensor.DataType);
    }

    /// <summary>The numbers <c>0, 1, … end − 1</c>, as <see cref="DataType.Int64"/> unless said otherwise.</summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Tensor.Arange(4)); // int64 [4] [0, 1, 2, 3]
    /// </code>
    /// </example>
    public static Tensor Arange(long end, DataType dataType = DataType.Int64) => Arange(0, end, 1, dataType);

    /// <summary>The numbers <c>start, start + step, …</c> below <paramref name="end"/> (above it where the step is negative).</summary>
    /// <exception cref="ArgumentException">The step is 0, or points away from the end.</exception>
    public static Tensor Arange(double start, double end, double step = 1, DataType dataType = DataType.Float32)
    {
        // A difference that would be infinite is taken of the halves.
        double unit = double.IsFinite(end - start) ? 1 : 0.5;
        double count = Math.Ceiling(((end * unit) - (start * unit)) / (step * unit));
        if (!(count >= 0 && count <= int.MaxValue))
        {
            throw new ArgumentException(FormattableString.Invariant($"Arange expects a step that leads from {start} to {end} but got {step}."), nameof(step));
        }

        double[] values = new double[(int)count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ((start * unit) + (i * (step * unit))) / unit;
        }

        return From(values).To(dataType);
    }

    /// <summary><paramref name="count"/> numbers at equal distances from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(Tensor.Linspace(0, 1, 5)); // float32 [5] [   0, 0.25,  0.5, 0.75,    1]
    /// </code>
    /// </example>
    public static Tensor Linspace(double start, double end, int count, DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        double[] values = new double[count];

        // A difference that would be infinite is taken of the halves, and so are the numbers.
        double unit = double.IsFinite(end - start) ? 1 : 0.5;
        double step = count > 1 ? ((end * unit) - (start * unit)) / (count - 1) : 0;
        for (int i = 0; i < count; i++)
        {
            // From the nearer end, so that both ends are exact and the middle is symmetric.
            values[i] = i < count - i ? ((start * unit) + (step * i)) / unit : ((end * unit) - (step * (count - 1 - i))) / unit;
        }

        return From(values).To(dataType);
    }

    /// <summary>The identity matrix, or the part of it with the given number of columns.</summary>
    /// <exception cref="ArgumentException">A length is negative.</exception>
    public static Tensor Eye(int rows, int? columns = null, DataType dataType = DataType.Float32)
    {
        Tensor result = Zeros([rows, columns ?? rows], dataType);
        int diagonal = Math.Min(rows, result.Shape[1]);
        if (diagonal > 0)
        {
            Conversion.Fill(new Tensor(result.Storage, diagonal, [result.Shape[1] + 1]), 1);
        }

        return result;
    }

    private void Clear()
    {
        switch (DataType.SizeInBytes())
        {
            case 8: ReachUnchecked<long>().Clear(); break;
            case 4: ReachUnchecked<int>().Clear(); break;
            case 2: ReachUnchecked<short>().Clear(); break;
            default: ReachUnchecked<byte>().Clear(); break;
        }

        GC.KeepAlive(this);
    }

    private static Tensor FromRectangular<T>(Array data, Shape shape)
        where T : unmanaged
    {
        Tensor result = Empty(shape, DataTypes.Of<T>());
        int i = 0;
        Span<T> target = result.Span<T>();
        foreach (T value in data)
        {
            target[i++] = value;
        }

        GC.KeepAlive(result);
        return result;
    }
}
