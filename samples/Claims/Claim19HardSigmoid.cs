using Hillock.Charts;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Hard sigmoid, hard swish and their smooth models.</summary>
public sealed class Claim19HardSigmoid() : Claim(19, "hard-sigmoid")
{
    private static readonly Tensor X = Tensor.Linspace(-8, 8, 16001, DataType.Float64);

    /// <summary>BinaryConnect's probability of the weight +1: (x + 1)/2 between 0 and 1.</summary>
    public static Tensor BinaryConnect(Tensor x) => F.Clamp((x + 1) / 2, 0, 1);

    /// <summary>The largest distance between two functions on [−8, 8].</summary>
    public static double Distance(string first, string second) => Sheet.Distance(Sheet.Of(first)(X), Sheet.Of(second)(X));

    /// <summary>The least value on [−8, 8] and its place.</summary>
    public static (double Place, double Value) Least(string name)
    {
        double[] y = Sheet.Of(name)(X).ToArray<double>();
        int place = Array.IndexOf(y, y.Min());
        return (X.ToArray<double>()[place], y[place]);
    }

    public override IEnumerable<string> Measured()
    {
        Tensor halves = Sheet.Vector(1, 2, 3, 0, 100, -100);
        yield return $"slope at 0: hard-sigmoid {Sheet.N(Sheet.Slope("hard-sigmoid", 0))}, BinaryConnect's {Sheet.N(Sheet.Slopes(BinaryConnect, [0])[0])}, sigmoid {Sheet.N(Sheet.Slope("sigmoid", 0))}";
        yield return $"largest distance: hard-sigmoid from sigmoid {Sheet.N(Distance("hard-sigmoid", "sigmoid"))}, hard-swish from silu {Sheet.N(Distance("hard-swish", "silu"))}, mish from silu {Sheet.N(Distance("mish", "silu"))}";
        foreach (string name in new[] { "silu", "mish", "hard-swish" })
        {
            (double place, double value) = Least(name);
            yield return $"least value of {name,-10} {Sheet.N(value, 4)} at x = {Sheet.N(place, 3)}";
        }

        yield return $"glu of [1, 2, 3 | 0, 100, −100]: [{string.Join(", ", F.Glu(halves).ToArray<double>().Select(value => Sheet.N(value, 1)))}]";
    }

    public override LineChart Picture() => Sheet.Curves(
        "Gates", "y", Sheet.Curve("sigmoid", 0, F.Sigmoid, -5, 5), Sheet.Curve("hard-sigmoid", 1, F.HardSigmoid, -5, 5), Sheet.Curve("BinaryConnect's", 2, BinaryConnect, -5, 5));
}
