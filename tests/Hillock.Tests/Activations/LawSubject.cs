using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tests.Kernels;
using Hillock.Tests.Oracle;

namespace Hillock.Tests.Activations;

/// <summary>A function of the catalogue with one choice of parameters, evaluated in either element type.</summary>
/// <remarks>
/// Everything is handed around as doubles: a float32 widens exactly. NaNs are compared as equal whatever their payload.
/// </remarks>
internal sealed class LawSubject(ActivationFunction function, bool single)
{
    private const double Guard = 12345;

    public ActivationFunction Function { get; } = function;

    public bool IsSingle { get; } = single;

    /// <summary>The widths of the kernels in bits; 0 is the scalar path. Those that the processor lacks are left out.</summary>
    public static int[] Widths => WidthScope.All;

    /// <summary>
    /// The oracle's file of a function. A learnable function has that of the function it generalises, and a way to compute a function, named
    /// behind a slash, that of the function.
    /// </summary>
    public static OracleFile Oracle(ActivationInfo info)
    {
        string name = info.Name.Split('/')[0];
        return OracleFile.Load(name.StartsWith("learnable-", StringComparison.Ordinal) ? name["learnable-".Length..] : name);
    }

    /// <summary>The oracle's sets of a function. One without parameters is what a function with parameters is where they are 1.</summary>
    public static IEnumerable<OracleSet> Sets(ActivationInfo info) =>
        Oracle(info).Sets.Where(set => info.Parameters.Count > 0 || set.Parameters.Values.All(value => value == 1));

    /// <summary>The function with the parameters of a set of the oracle.</summary>
    public static LawSubject Of(ActivationInfo info, OracleSet set) =>
        new(info.Create([.. info.Parameters.Select(parameter => set.Parameters[parameter.Name])]), set.IsSingle);

    /// <summary>The function with its defaults, or the oracle's first parameters where there are none; in both element types.</summary>
    public static IEnumerable<LawSubject> Both(ActivationInfo info)
    {
        OracleFile file = Oracle(info);
        yield return Of(info, file.Sets.First(set => set.IsSingle));
        yield return Of(info, file.Sets.First(set => !set.IsSingle));
    }

    /// <summary>Arguments of every magnitude and sign, the special ones, and the oracle's, which lie where something happens.</summary>
    public double[] Arguments(ActivationInfo info, int random)
    {
        List<double> x = [.. Oracle(info).Sets.Where(set => set.IsSingle == IsSingle).SelectMany(set => set.Points).Select(point => point.X)];
        Philox philox = new(7, 1);
        for (int i = 0; i < random; i++)
        {
            // Half of them any bits, half of them where activations bend.
            ulong bits = philox.Bits64((ulong)i);
            double any = IsSingle ? BitConverter.UInt32BitsToSingle((uint)bits) : BitConverter.UInt64BitsToDouble(bits);
            double near = (philox.UniformDouble((ulong)i) - 0.5) * (i % 4 == 1 ? 8 : 40);
            x.Add(i % 2 == 0 ? any : IsSingle ? (float)near : near);
        }

        return [.. x];
    }

    /// <summary>The function or a derivative at every argument, which stand at <paramref name="offset"/> in their memory.</summary>
    public double[] Evaluate(int order, ReadOnlySpan<double> x, int offset = 0, bool inPlace = false) => Run(x, offset, inPlace, (source, target) =>
    {
        if (IsSingle)
        {
            Function.Derivative(order, source.Single, target.Single);
        }
        else
        {
            Function.Derivative(order, source.Double, target.Double);
        }
    });

    /// <summary><c>f(x)</c> by the forward function rather than as the derivative of order 0.</summary>
    public double[] Forward(ReadOnlySpan<double> x, bool inPlace = false) => Run(x, 0, inPlace, (source, target) =>
    {
        if (IsSingle)
        {
            Function.Forward(source.Single, target.Single);
        }
        else
        {
            Function.Forward(source.Double, target.Double);
        }
    });

    /// <summary><c>dy·f′(x)</c>; in place over <c>x</c>, or over <c>dy</c>, or apart.</summary>
    public double[] Backward(ReadOnlySpan<double> x, ReadOnlySpan<double> dy, BackwardTarget target = BackwardTarget.Apart)
    {
        Memory memoryX = new(x, 0, IsSingle), memoryY = new(dy, 0, IsSingle);
        Memory result = target switch { BackwardTarget.X => memoryX, BackwardTarget.Dy => memoryY, _ => new(new double[x.Length], 0, IsSingle) };
        if (IsSingle)
        {
            Function.Backward(memoryX.Single, memoryY.Single, result.Single);
        }
        else
        {
            Function.Backward(memoryX.Double, memoryY.Double, result.Double);
        }

        return result.ToDoubles();
    }

    /// <summary>The products of elements, rounded to the element type.</summary>
    public double[] Product(double[] a, double[] b) => [.. a.Zip(b, (x, y) => IsSingle ? (float)x * (float)y : x * y)];

    /// <summary>The index of the first element whose bits differ, or -1. All NaNs are alike.</summary>
    public static int FirstDifference(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
        {
            return Math.Min(a.Length, b.Length);
        }

        for (int i = 0; i < a.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(a[i]) != BitConverter.DoubleToInt64Bits(b[i]) && !(double.IsNaN(a[i]) && double.IsNaN(b[i])))
            {
                return i;
            }
        }

        return -1;
    }

    public override string ToString() => $"{Function} in {(IsSingle ? "float32" : "float64")}";

    private double[] Run(ReadOnlySpan<double> x, int offset, bool inPlace, Action<Memory, Memory> evaluate)
    {
        Memory source = new(x, offset, IsSingle);
        Memory target = inPlace ? source : new(new double[x.Length], offset, IsSingle);
        evaluate(source, target);
        if (!source.IsGuarded(x, changed: inPlace) || !target.IsGuarded(x, changed: true))
        {
            throw new InvalidOperationException($"{this} wrote outside of its result, or over its arguments.");
        }

        return target.ToDoubles();
    }

    /// <summary>Elements of either type with guards around them.</summary>
    private sealed class Memory
    {
        private readonly float[]? _single;
        private readonly double[]? _double;
        private readonly int _offset;
        private readonly int _length;

        public Memory(ReadOnlySpan<double> values, int offset, bool single)
        {
            double[] all = new double[offset + values.Length + 40];
            Array.Fill(all, Guard);
            values.CopyTo(all.AsSpan(offset));
            (_offset, _length) = (offset, values.Length);
            _single = single ? Array.ConvertAll(all, value => (float)value) : null;
            _double = single ? null : all;
        }

        public Span<float> Single => _single.AsSpan(_offset, _length);

        public Span<double> Double => _double.AsSpan(_offset, _length);

        private double[] All => _double ?? Array.ConvertAll(_single!, value => (double)value);

        public double[] ToDoubles() => All[_offset..(_offset + _length)];

        public bool IsGuarded(ReadOnlySpan<double> x, bool changed)
        {
            double[] all = All;
            return all[.._offset].All(value => value == Guard) && all[(_offset + _length)..].All(value => value == Guard)
                && (changed || FirstDifference(x, ToDoubles()) < 0);
        }
    }
}

internal enum BackwardTarget
{
    Apart,
    X,
    Dy,
}
