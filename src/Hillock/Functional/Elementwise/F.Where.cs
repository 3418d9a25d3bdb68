using System.Runtime.InteropServices;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Elements of <paramref name="x"/> where the condition holds, of <paramref name="y"/> where not; all three broadcast.</summary>
    /// <param name="condition">A tensor of <see cref="DataType.Bool"/>.</param>
    /// <param name="x">What to take where true.</param>
    /// <param name="y">What to take where false.</param>
    /// <remarks>
    /// The gradient of an element not taken is 0. Where <paramref name="x"/> or <paramref name="y"/> was computed, that 0 goes on to be multiplied by slopes
    /// that may be infinite or NaN: <c>F.Where(x &gt; 0, F.Log(x), 0)</c> has the gradient <c>0·∞ = NaN</c> at 0, as in PyTorch. The overload that is given
    /// functions computes each for its own elements alone, and sends nothing back from the others.
    /// </remarks>
    /// <exception cref="ArgumentException">The condition is not of truth values, or the shapes do not broadcast.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([-1f, 2]);
    /// Console.WriteLine(F.Where(x &gt; 0, x, x * 0.5)); // float32 [2] [-0.5,    2]
    /// </code>
    /// </example>
    public static Tensor Where(Tensor condition, Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        CheckCondition(condition);
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

    /// <summary>One function of the elements where the condition holds, another of those where it does not.</summary>
    /// <param name="condition">A tensor of <see cref="DataType.Bool"/> that broadcasts to the shape of <paramref name="x"/>.</param>
    /// <param name="x">The argument of both.</param>
    /// <param name="whenTrue">
    /// Computed for the elements where the condition holds, given in a row, <c>[n]</c>; must return as many. Not called for none.
    /// </param>
    /// <param name="whenFalse">The same for the others.</param>
    /// <remarks>
    /// Each function sees its own elements alone, so that values and gradients of any order cannot be spoilt by what it would make of the others:
    /// <c>F.Where(x &gt; 0, x, F.Log, F.Square)</c> has a finite gradient at 0.
    /// </remarks>
    /// <returns>A tensor of the shape of <paramref name="x"/>, of the type that the results of both functions share.</returns>
    /// <exception cref="ArgumentException">
    /// The condition is not of truth values or does not broadcast to the argument, or a function returns another number of elements than it got.
    /// </exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([0f, 1]).WithGradient();
    /// F.Sum(F.Where(x &gt; 0, x, F.Log, F.Square)).Backward();
    /// Console.WriteLine(x.Gradient); // float32 [2] [0, 1]
    /// </code>
    /// </example>
    public static Tensor Where(Tensor condition, Tensor x, Func<Tensor, Tensor> whenTrue, Func<Tensor, Tensor> whenFalse)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(whenTrue);
        ArgumentNullException.ThrowIfNull(whenFalse);
        CheckCondition(condition);
        bool[] mask = Expand(condition, x.Shape).ToArray<bool>();
        Tensor flat = Reshape(x, x.Length);
        int[] taken = PlacesOf(mask, true);
        int[] others = PlacesOf(mask, false);
        Tensor? yes = taken.Length == 0 && others.Length > 0 ? null : Branch(flat, taken, whenTrue, nameof(whenTrue));
        Tensor? no = others.Length == 0 ? null : Branch(flat, others, whenFalse, nameof(whenFalse));
        Tensor joined = yes is null ? no! : no is null ? yes : Concat([yes, no]);

        // Element i is the one that was put at place[i].
        int[] place = new int[mask.Length];
        int first = 0, second = taken.Length;
        for (int i = 0; i < place.Length; i++)
        {
            place[i] = mask[i] ? first++ : second++;
        }

        return Reshape(IndexSelect(joined, 0, Tensor.From(place)), x.Shape);
    }

    /// <summary>A copy in which the elements where the mask holds are one number.</summary>
    public static Tensor MaskedFill(Tensor x, Tensor mask, double value) => Where(mask, value, x);

    private static void CheckCondition(Tensor condition)
    {
        if (condition.DataType != DataType.Bool)
        {
            throw new ArgumentException(
                $"Where expects a condition of bool but got {condition.DataType.Name()}; compare it, as in condition > 0.", nameof(condition));
        }
    }

    private static int[] PlacesOf(bool[] mask, bool value)
    {
        int[] places = new int[mask.AsSpan().Count(value)];
        int count = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == value)
            {
                places[count++] = i;
            }
        }

        return places;
    }

    private static Tensor Branch(Tensor flat, int[] indices, Func<Tensor, Tensor> function, string name)
    {
        Tensor own = IndexSelect(flat, 0, Tensor.From(indices));
        Tensor y = function(own);
        return y is not null && y.Shape.Equals(own.Shape)
            ? y
            : throw new ArgumentException(
                $"Where expects {name} to return a tensor of shape {own.Shape}, one element for each, but got {y?.Shape.ToString() ?? "null"}.", name);
    }

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
        GC.KeepAlive(z);
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
