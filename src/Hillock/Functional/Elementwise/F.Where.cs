using System.Runtime.InteropServices;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Elements of <paramref name="x"/> where the condition holds, of <paramref name="y"/> where not; all three broadcast.</summary>
    /// <param name="condition">A tensor of <see cref="DataType.Bool"/>.</param>
    /// <param name="x">What to take where true.</param>
    /// <param name="y">What to take where false.</param>
    /// <remarks>No gradient flows to the elements not taken, not even of a NaN.</remarks>
    /// <exception cref="ArgumentException">The condition is not of truth values, or the shapes do not broadcast.</exception>
    public static Tensor Where(Tensor condition, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (condition.DataType != DataType.Bool)
        {
            throw new ArgumentException(
                $"Where expects a condition of bool but got {condition.DataType.Name()}; compare it, as in condition > 0.", nameof(condition));
        }

        DataType type = DataTypes.Promote(x.DataType, y.DataType);
        x = x.To(type);
        y = y.To(type);
        Shape shape = Shape.Broadcast(condition.Shape, Shape.Broadcast(x.Shape, y.Shape));
        Tensor mask = Expand(condition, shape).Contiguous();
        Tensor z = Choose(mask, Expand(x.Detach(), shape).Contiguous(), Expand(y.Detach(), shape).Contiguous());
        return Tracks(x, y) ? z.By(new WhereNode(mask, x, y)) : z;
    }

    /// <summary>Elements of <paramref name="x"/> where the condition holds, a number where not.</summary>
    /// <remarks>Of whole numbers and a fraction, an infinity or NaN the result is float32; of truth values and a number Int64, or float32.</remarks>
    public static Tensor Where(Tensor condition, Tensor x, double y)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor number = NumberBeside(ref x, y);
        return Where(condition, x, number);
    }

    /// <summary>A number where the condition holds, elements of <paramref name="y"/> where not.</summary>
    /// <remarks>Of whole numbers and a fraction, an infinity or NaN the result is float32; of truth values and a number Int64, or float32.</remarks>
    public static Tensor Where(Tensor condition, double x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(y);
        Tensor number = NumberBeside(ref y, x);
        return Where(condition, number, y);
    }

    /// <summary>A copy in which the elements where the mask holds are one number.</summary>
    public static Tensor MaskedFill(Tensor x, Tensor mask, double value) => Where(mask, value, x);

    private static Tensor Choose(Tensor mask, Tensor x, Tensor y)
    {
        Tensor z = Tensor.Empty(mask.Shape, x.DataType);
        ReadOnlySpan<byte> choice = MemoryMarshal.AsBytes<bool>(mask.Span<bool>());
        switch (x.DataType.SizeInBytes())
        {
            case 8:
                Choose(choice, x.ReachUnchecked<long>(), y.ReachUnchecked<long>(), z.ReachUnchecked<long>());
                break;
            case 4:
                Choose(choice, x.ReachUnchecked<int>(), y.ReachUnchecked<int>(), z.ReachUnchecked<int>());
                break;
            case 2:
                Choose(choice, x.ReachUnchecked<short>(), y.ReachUnchecked<short>(), z.ReachUnchecked<short>());
                break;
            default:
                Choose(choice, x.ReachUnchecked<byte>(), y.ReachUnchecked<byte>(), z.ReachUnchecked<byte>());
                break;
        }

        GC.KeepAlive(mask);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return z;
    }

    private static void Choose<T>(ReadOnlySpan<byte> mask, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        for (int i = 0; i < z.Length; i++)
        {
            z[i] = mask[i] != 0 ? x[i] : y[i];
        }
    }
}
