using Hillock.Numbers;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The sum <c>x + y</c>, broadcast.</summary>
    /// <param name="x">The first summand.</param>
    /// <param name="y">The second, of a shape that broadcasts with the first's: lengths agree from the last axis on, or are 1.</param>
    /// <remarks>
    /// Of the type that both types are contained in (<c>float16 + float32</c> is float32); whole numbers wrap around, as in NumPy. Correctly rounded, with IEEE
    /// 754's special values. Of truth values it is "or". The gradient goes to both, summed over the axes that were broadcast.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Add(Tensor x, Tensor y)
    {
        Tensor z = Arithmetic(default(AddFunction), ref x, ref y);
        return Tracks(x, y) ? z.By(new AddNode(x, y)) : z;
    }

    /// <summary>The sum of two tensors and what follows on it, in one sweep where nothing records a gradient.</summary>
    internal static Tensor AddThen(Tensor x, Tensor y, IFollowing? following)
    {
        bool fits = following is not null && !Tracks(x, y) && x.Shape.Equals(y.Shape) && x.DataType == y.DataType && x.IsContiguous && y.IsContiguous
            && x.DataType is DataType.Float32 or DataType.Float64 && Elementwise.StepsPay(x.Length);
        return fits && following!.Take(x.Shape, x.DataType, byChannel: false) is { } steps ? Elementwise.SumThen(x, y, steps) : Add(x, y);
    }

    /// <summary>The sum <c>x + y</c> with a number.</summary>
    /// <param name="x">The first summand.</param>
    /// <param name="y">
    /// The number, taken in the type of <paramref name="x"/>; a fraction, an infinity or NaN beside whole numbers makes the result float32.
    /// </param>
    public static Tensor Add(Tensor x, double y)
    {
        Tensor z = Arithmetic(default(AddFunction), ref x, y);
        return Tracks(x) ? z.By(new PassNode(x)) : z;
    }

    /// <summary>The difference <c>x − y</c>, broadcast.</summary>
    /// <param name="x">What is subtracted from.</param>
    /// <param name="y">What is subtracted, of a shape that broadcasts with the first's.</param>
    /// <remarks>
    /// Of the type that both types are contained in (<c>float16 + float32</c> is float32); whole numbers wrap around, as in NumPy. Correctly rounded, with IEEE
    /// 754's special values.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or both are truth values, whose difference is not defined.</exception>
    public static Tensor Subtract(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        RefuseTruthValues(DataTypes.Promote(x.DataType, y.DataType), nameof(Subtract));
        Tensor z = Arithmetic(default(SubtractFunction), ref x, ref y);
        return Tracks(x, y) ? z.By(new SubtractNode(x, y)) : z;
    }

    /// <summary>The difference <c>x − y</c> with a number.</summary>
    public static Tensor Subtract(Tensor x, double y)
    {
        Tensor z = Arithmetic(default(SubtractFunction), ref x, y);
        return Tracks(x) ? z.By(new PassNode(x)) : z;
    }

    /// <summary>The difference <c>x − y</c> from a number.</summary>
    public static Tensor Subtract(double x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        if (!y.DataType.IsFloatingPoint())
        {
            return Subtract(NumberBeside(ref y, x), y);
        }

        Tensor z = Elementwise.WithScalarLeft(default(SubtractFunction), x, y);
        return Tracks(y) ? z.By(new ScaleNode(y, -1)) : z;
    }

    /// <summary>The product <c>x·y</c> of elements, broadcast. <see cref="MatMul"/> is the product of matrices.</summary>
    /// <param name="x">The first factor.</param>
    /// <param name="y">The second, of a shape that broadcasts with the first's.</param>
    /// <remarks>
    /// Of the type that both types are contained in (<c>float16 + float32</c> is float32); whole numbers wrap around, as in NumPy. Correctly rounded, with IEEE
    /// 754's special values. Of truth values it is "and". The gradient <c>dy·y</c> goes to <c>x</c> and <c>dy·x</c> to <c>y</c>, summed over the axes that were
    /// broadcast.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Multiply(Tensor x, Tensor y)
    {
        if (IsWidenedProduct(x, y))
        {
            return Widening.Apply(DataType.Float32, x, y, Multiply);
        }

        Tensor z = Arithmetic(default(MultiplyFunction), ref x, ref y);
        return Tracks(x, y) ? z.By(new MultiplyNode(x, y)) : z;
    }

    /// <summary>The product <c>x·y</c> with a number.</summary>
    public static Tensor Multiply(Tensor x, double y)
    {
        Tensor z = Arithmetic(default(MultiplyFunction), ref x, y);
        return Tracks(x) ? z.By(new ScaleNode(x, y)) : z;
    }

    /// <summary>The quotient <c>x / y</c> of elements, broadcast; of whole numbers in float32.</summary>
    /// <param name="x">The dividend.</param>
    /// <param name="y">The divisor, of a shape that broadcasts with the first's; 0 gives ±∞, or NaN for 0/0.</param>
    /// <remarks>Correctly rounded. The gradient is <c>dy/y</c> for <c>x</c> and <c>−dy·(x/y)/y</c> for <c>y</c>.</remarks>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Divide(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        DataType type = DataTypes.Promote(x.DataType, y.DataType);
        type = type.IsFloatingPoint() ? type : DataType.Float32;
        x = x.To(type);
        y = y.To(type);
        if (Widening.IsNarrow(type) && Tracks(x, y))
        {
            return Widening.Apply(DataType.Float32, x, y, Divide);
        }

        Tensor z = Elementwise.Binary(default(DivideFunction), x, y);
        return Tracks(x, y) ? z.By(new DivideNode(x, y)) : z;
    }

    /// <summary>The quotient <c>x / y</c> by a number, correctly rounded; of whole numbers in float32.</summary>
    public static Tensor Divide(Tensor x, double y)
    {
        ArgumentNullException.ThrowIfNull(x);
        x = Floating(x);
        Tensor z = Elementwise.WithScalar(default(DivideFunction), x, y);
        return Tracks(x) ? z.By(new DivideByNode(x, y)) : z;
    }

    /// <summary>The quotient <c>x / y</c> of a number.</summary>
    public static Tensor Divide(double x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        y = Floating(y);
        return Tracks(y) ? Divide(ScalarFor(y, x), y) : Elementwise.WithScalarLeft(default(DivideFunction), x, y);
    }

    /// <summary>The negation <c>−x</c>.</summary>
    public static Tensor Negate(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            RefuseTruthValues(x.DataType, nameof(Negate));
            return Subtract(ScalarFor(x, 0), x);
        }

        Tensor y = Elementwise.Unary(default(NegateFunction), x);
        return Tracks(x) ? y.By(new NegateNode(x)) : y;
    }

    /// <summary>A number in a tensor's type; a whole number wraps around where the type does not hold it.</summary>
    internal static Tensor ScalarFor(Tensor x, double value) => x.DataType.IsFloatingPoint() || !IsInt64(value)
        ? Tensor.Full(Shape.Scalar, value, x.DataType)
        : Tensor.Full(Shape.Scalar, value, DataType.Int64).To(x.DataType);

    /// <summary>
    /// A number beside a tensor, with the type that both are computed in: the tensor's; float32 where the tensor is of whole numbers and the number
    /// is none; Int64 where the tensor is of truth values.
    /// </summary>
    internal static Tensor NumberBeside(ref Tensor x, double value)
    {
        if (!x.DataType.IsFloatingPoint())
        {
            x = !IsInt64(value) ? x.To(DataType.Float32) : x.DataType == DataType.Bool ? x.To(DataType.Int64) : x;
        }

        return ScalarFor(x, value);
    }

    internal static bool IsInt64(double value) => double.IsInteger(value) && value is >= -9223372036854775808.0 and < 9223372036854775808.0;

    // The gradient of a product that broadcasts is a sum of products.
    private static bool IsWidenedProduct(Tensor x, Tensor y) =>
        x is not null && y is not null && Widening.IsNarrow(x.DataType) && x.DataType == y.DataType && Tracks(x, y) && !x.Shape.Equals(y.Shape);

    internal static Tensor Floating(Tensor x) => x.DataType.IsFloatingPoint() ? x : x.To(DataType.Float32);

    private static Tensor Arithmetic<TFunction>(TFunction function, ref Tensor x, ref Tensor y)
        where TFunction : struct, IBinaryFunction, IIntegerFunction
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.DataType != y.DataType)
        {
            DataType type = DataTypes.Promote(x.DataType, y.DataType);
            x = x.To(type);
            y = y.To(type);
        }

        return x.DataType.IsFloatingPoint() ? Elementwise.Binary(function, x, y) : Elementwise.Integer(function, x, y, x.DataType);
    }

    private static Tensor Arithmetic<TFunction>(TFunction function, ref Tensor x, double y)
        where TFunction : struct, IBinaryFunction, IIntegerFunction
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DataType.IsFloatingPoint())
        {
            return Elementwise.WithScalar(function, x, y);
        }

        Tensor number = NumberBeside(ref x, y);
        return x.DataType.IsFloatingPoint() ? Elementwise.WithScalar(function, x, y) : Elementwise.Integer(function, x, number, x.DataType);
    }

    private static void RefuseTruthValues(DataType type, string name)
    {
        if (type == DataType.Bool)
        {
            throw new ArgumentException(
                $"{name} of truth values is not defined, as in NumPy; use NotEqual for the exclusive or, or To(DataType.Int64) to count with them.");
        }
    }
}
