using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Activations;

/// <summary>What must hold for every function of the catalogue. A new definition is tested by having a file of the oracle.</summary>
public class ActivationLaws
{
    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Definition_AgreesWithItsOracleFile(string name)
    {
        ActivationInfo info = ActivationCatalog.Find(name)!;
        OracleFile file = LawSubject.Oracle(info);

        foreach (OracleSet set in file.Sets)
        {
            Assert.Equal(set.Parameters.Keys.Order(), info.Parameters.Select(parameter => parameter.Name).Order());
        }

        foreach (ActivationParameter parameter in info.Parameters.Where(parameter => parameter.Default is not null))
        {
            Assert.Equal(file.Sets[0].Parameters[parameter.Name], parameter.Default);
        }

        Assert.True(file.Columns.Count > 5 || !info.IsLearnable, "A learnable function needs the column of its parameter's derivative.");
        Assert.All(file.Aliases, alias => Assert.Same(info, ActivationCatalog.Find(alias)));
        Assert.NotNull(ActivationCatalog.Find(file.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_AtEveryOraclePoint_IsWithinOneUlp(string name) => Compare(name, 0, 1, static (_, _, _) => 0);

    // Near a sign change of f' the unit is that of f' at an eighth of the way to zero; see SignChanges.
    [Theory]
    [MemberData(nameof(Names))]
    public void Derivative_AtEveryOraclePoint_IsWithinTwoUlps(string name) =>
        Compare(name, 1, 2, static (changes, point, _) => changes.ScaleAt(point.X));

    // Where f'' has vanished beside f', to less than the root of its rounding error, its own error may be 16 ulps of that.
    [Theory]
    [MemberData(nameof(Names))]
    public void SecondDerivative_AtEveryOraclePoint_IsWithinSixteenUlps(string name) =>
        Compare(name, 2, 16, static (changes, point, epsilon) => Math.Max(changes.ScaleAt(point.X), Math.Sqrt(epsilon) * Math.Abs(Ulp.NearestDouble(point.First))));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryWidth_GivesTheSameBits(string name)
    {
        ForBoth(name, (info, subject) =>
        {
            double[] x = subject.Arguments(info, 3000);
            double[] dy = Weights(x.Length, subject.IsSingle);
            for (int order = 0; order < 3; order++)
            {
                Compare(order, subject, x, () => subject.Evaluate(order, x));
            }

            Compare(-1, subject, x, () => subject.Backward(x, dy));
        });

        static void Compare(int order, LawSubject subject, double[] x, Func<double[]> evaluate)
        {
            double[] scalar = AtWidth(0, evaluate);
            foreach (int width in LawSubject.Widths)
            {
                int at = LawSubject.FirstDifference(scalar, AtWidth(width, evaluate));
                Assert.True(at < 0, $"{subject}, {width} bits, order {order}: differs from the scalar path at x = {(at < 0 ? 0 : x[at]):R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPlaceInMemory_GivesTheSameBits(string name) => ForBoth(name, (info, subject) =>
    {
        double[] x = subject.Arguments(info, 40)[..130];
        double[] expected = subject.Forward(x);
        for (int start = 0; start <= 33; start++)
        {
            double[] part = x[start..(start + 97)];
            int at = LawSubject.FirstDifference(expected.AsSpan(start, 97), subject.Evaluate(0, part, offset: start % 19));
            Assert.True(at < 0, $"{subject} from {start} on: differs at x = {(at < 0 ? 0 : part[at]):R}");
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryLength_WritesItsElementsAlone(string name) => ForBoth(name, (info, subject) =>
    {
        // The guards around the memory are checked by LawSubject. A vector has up to 16 float32 or 8 float64.
        double[] x = subject.Arguments(info, 0)[^80..];
        double[] expected = subject.Forward(x);
        for (int length = 0; length <= (4 * (subject.IsSingle ? 16 : 8)) + 1; length++)
        {
            double[] part = x[..length];
            Assert.Equal(-1, LawSubject.FirstDifference(expected.AsSpan(0, length), subject.Evaluate(0, part)));
            Assert.Equal(-1, LawSubject.FirstDifference(expected.AsSpan(0, length), subject.Evaluate(0, part, inPlace: true)));
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void InPlace_EqualsApart(string name) => ForBoth(name, (info, subject) =>
    {
        double[] x = subject.Arguments(info, 100);
        double[] dy = Weights(x.Length, subject.IsSingle);
        Assert.Equal(-1, LawSubject.FirstDifference(subject.Forward(x), subject.Forward(x, inPlace: true)));
        double[] apart = subject.Backward(x, dy);
        Assert.Equal(-1, LawSubject.FirstDifference(apart, subject.Backward(x, dy, BackwardTarget.X)));
        Assert.Equal(-1, LawSubject.FirstDifference(apart, subject.Backward(x, dy, BackwardTarget.Dy)));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_IsTheGradientTimesTheDerivative(string name) => ForBoth(name, (info, subject) =>
    {
        double[] x = subject.Arguments(info, 500);
        double[] dy = Weights(x.Length, subject.IsSingle);
        double[] expected = subject.Product(dy, subject.Evaluate(1, x));
        Assert.Equal(-1, LawSubject.FirstDifference(expected, subject.Backward(x, dy)));
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void Spans_ThatOverlapInPart_AreRefused(string name)
    {
        ActivationFunction function = LawSubject.Both(ActivationCatalog.Find(name)!).First().Function;
        float[] single = new float[20];
        double[] wide = new double[20];
        Assert.Throws<ArgumentException>(() => function.Forward(single.AsSpan(0, 10), single.AsSpan(1, 10)));
        Assert.Throws<ArgumentException>(() => function.Forward(wide.AsSpan(5, 10), wide.AsSpan(0, 10)));
        Assert.Throws<ArgumentException>(() => function.Backward(single.AsSpan(0, 10), new float[10], single.AsSpan(9, 10)));
        Assert.Throws<ArgumentException>(() => function.Backward(new double[10], wide.AsSpan(0, 10), wide.AsSpan(1, 10)));
        Assert.Throws<ArgumentException>(() => function.Derivative(1, single.AsSpan(0, 10), single.AsSpan(2, 10)));
        Assert.Throws<ArgumentException>(() => function.Forward(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => function.Backward(new double[3], new double[4], new double[3]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Autograd_GivesTheDerivativesBitForBit(string name) => ForBoth(name, AutogradLaws.Check);

    [Theory]
    [MemberData(nameof(Names))]
    public void Autograd_AgreesWithDifferenceQuotients(string name) =>
        AutogradLaws.CheckDifferences(LawSubject.Both(ActivationCatalog.Find(name)!).Last());

    [Theory]
    [MemberData(nameof(Names))]
    public void LearnedParameter_HasTheOraclesDerivative(string name)
    {
        ActivationInfo info = ActivationCatalog.Find(name)!;
        if (info.IsLearnable)
        {
            AutogradLaws.CheckParameter(info);
        }
    }

    internal static double[] Weights(int length, bool single)
    {
        Philox random = new(3);
        return [.. Enumerable.Range(0, length).Select(i => single ? random.UniformSingle((ulong)i) - 0.5f : random.UniformDouble((ulong)i) - 0.5)];
    }

    private static void Compare(string name, int order, double bound, Func<SignChanges, OraclePoint, double, double> scale)
    {
        ActivationInfo info = ActivationCatalog.Find(name)!;
        List<string> faults = [];
        foreach (OracleSet set in LawSubject.Oracle(info).Sets)
        {
            LawSubject subject = LawSubject.Of(info, set);
            double[] actual = subject.Evaluate(order, [.. set.Points.Select(point => point.X)]);
            SignChanges changes = new(set, order);
            Accuracy accuracy = new(bound, set.IsSingle);
            for (int i = 0; i < actual.Length; i++)
            {
                accuracy.Add(actual[i], set.Points[i].Derivative(order), set.Points[i], scale(changes, set.Points[i], set.IsSingle ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53)));
            }

            if (accuracy.Faults($"{subject}, order {order}") is { } text)
            {
                faults.Add(text);
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static void ForBoth(string name, Action<ActivationInfo, LawSubject> check)
    {
        ActivationInfo info = ActivationCatalog.Find(name)!;
        foreach (LawSubject subject in LawSubject.Both(info))
        {
            check(info, subject);
        }
    }

    private static double[] AtWidth(int width, Func<double[]> evaluate)
    {
        int before = VectorWidth.Bits;
        try
        {
            VectorWidth.Bits = width;
            return evaluate();
        }
        finally
        {
            VectorWidth.Bits = before;
        }
    }
}
