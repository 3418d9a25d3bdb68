using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The sum <c>x + y</c>, broadcast.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Add(Tensor x, Tensor y)
    {
        Tensor z = Arithmetic(default(AddFunction), ref x, ref y);
        return Tracks(x, y) ? z.By(new AddNode(x, y)) : z;
    }

    /// <summary>The sum <c>x + y</c> with a number.</summary>
    public static Tensor Add(Tensor x, double y)
    {
        Tensor z = Arithmetic(default(AddFunction), ref x, y);
        return Tracks(x) ? z.By(new PassNode(x)) : z;
    }

    /// <summary>The difference <c>x − y</c>, broadcast.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Subtract(Tensor x, Tensor y)
    {
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
            return Subtract(ScalarFor(y, x), y);
        }

        Tensor z = Elementwise.WithScalarLeft(default(SubtractFunction), x, y);
        return Tracks(y) ? z.By(new ScaleNode(y, -1)) : z;
    }

    /// <summary>The product <c>x·y</c> of elements, broadcast.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Multiply(Tensor x, Tensor y)
    {
        Tensor z = Arithmetic(default(MultiplyFunction), ref x, ref y);
        if (Tracks(x, y) && IsNarrow(z.DataType) && !x.Shape.Equals(y.Shape))
        {
            // The gradient of what was broadcast is a sum of products, rounded once.
            return Multiply(x.To(DataType.Float32), y.To(DataType.Float32)).To(z.DataType);
        }

        return Tracks(x, y) ? z.By(new MultiplyNode(x, y)) : z;
    }

    /// <summary>The product <c>x·y</c> with a number.</summary>
    public static Tensor Multiply(Tensor x, double y)
    {
        Tensor z = Arithmetic(default(MultiplyFunction), ref x, y);
        return Tracks(x) ? z.By(new ScaleNode(x, y)) : z;
    }

    /// <summary>The quotient <c>x / y</c> of elements, broadcast; of whole numbers in float32.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Tensor Divide(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        DataType type = DataTypes.Promote(x.DataType, y.DataType);
        type = type.IsFloatingPoint() ? type : DataType.Float32;
        x = x.To(type);
        y = y.To(type);
        if (Tracks(x, y) && IsNarrow(type))
        {
            return Divide(x.To(DataType.Float32), y.To(DataType.Float32)).To(type);
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
            return Subtract(ScalarFor(x, 0), x);
        }

        Tensor y = Elementwise.Unary(default(NegateFunction), x);
        return Tracks(x) ? y.By(new NegateNode(x)) : y;
    }

    internal static Tensor ScalarFor(Tensor x, double value) => Tensor.Full(Shape.Scalar, value, x.DataType);

    /// <summary>Whether a type is computed in float32.</summary>
    internal static bool IsNarrow(DataType type) => type is DataType.Float16 or DataType.BFloat16;

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

        if (double.IsInteger(y))
        {
            DataType type = x.DataType == DataType.Bool ? DataType.Int64 : x.DataType;
            return Elementwise.Integer(function, x, Tensor.Full(Shape.Scalar, y, type), type);
        }

        x = x.To(DataType.Float32);
        return Elementwise.WithScalar(function, x, y);
    }
}
