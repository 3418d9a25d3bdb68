using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tests.Kernels;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Activations;

/// <summary>What must hold for every function of one number on spans: for those of the catalogue and for the elementary ones.</summary>
internal static class FunctionLaws
{
    public static void ValueIsAccurate(ActivationInfo info) => Compare(info, 0, 1, static (_, _, _) => 0);

    // Near a sign change of f' the unit is that of f' at an eighth of the way to zero; see SignChanges.
    public static void DerivativeIsAccurate(ActivationInfo info) =>
        Compare(info, 1, 2, static (changes, point, _) => changes.ScaleAt(point.X));

    // Where f'' has nearly vanished beside f', its error may be 16 ulps of the rounding error of f'.
    public static void SecondDerivativeIsAccurate(ActivationInfo info) =>
        Compare(info, 2, 16, static (changes, point, epsilon) => Math.Max(changes.ScaleAt(point.X), epsilon * Math.Abs(Ulp.NearestDouble(point.First))));

    public static void EveryWidthGivesTheSameBits(ActivationInfo info)
    {
        ForBoth(info, subject =>
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

    public static void EveryPlaceGivesTheSameBits(ActivationInfo info) => ForBoth(info, subject =>
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

    public static void EveryLengthWritesItsElementsAlone(ActivationInfo info) => ForBoth(info, subject =>
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

    public static void InPlaceEqualsApart(ActivationInfo info) => ForBoth(info, subject =>
    {
        double[] x = subject.Arguments(info, 100);
        double[] dy = Weights(x.Length, subject.IsSingle);
        Assert.Equal(-1, LawSubject.FirstDifference(subject.Forward(x), subject.Forward(x, inPlace: true)));
        double[] apart = subject.Backward(x, dy);
        Assert.Equal(-1, LawSubject.FirstDifference(apart, subject.Backward(x, dy, BackwardTarget.X)));
        Assert.Equal(-1, LawSubject.FirstDifference(apart, subject.Backward(x, dy, BackwardTarget.Dy)));
    });

    public static void BackwardIsTheProduct(ActivationInfo info) => ForBoth(info, subject =>
    {
        double[] x = subject.Arguments(info, 500);
        double[] dy = Weights(x.Length, subject.IsSingle);
        double[] expected = subject.Product(dy, subject.Evaluate(1, x));
        Assert.Equal(-1, LawSubject.FirstDifference(expected, subject.Backward(x, dy)));
    });

    public static void OverlapIsRefused(ActivationInfo info)
    {
        ActivationFunction function = LawSubject.Both(info).First().Function;
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

    internal static double[] Weights(int length, bool single)
    {
        Philox random = new(3);
        return [.. Enumerable.Range(0, length).Select(i => single ? random.UniformSingle((ulong)i) - 0.5f : random.UniformDouble((ulong)i) - 0.5)];
    }

    private static void Compare(ActivationInfo info, int order, double bound, Func<SignChanges, OraclePoint, double, double> scale)
    {
        List<string> faults = [];
        foreach (OracleSet set in LawSubject.Sets(info))
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

    internal static void ForBoth(ActivationInfo info, Action<LawSubject> check) => ForBoth(info, (_, subject) => check(subject));

    internal static void ForBoth(ActivationInfo info, Action<ActivationInfo, LawSubject> check)
    {
        foreach (LawSubject subject in LawSubject.Both(info))
        {
            check(info, subject);
        }
    }

    private static double[] AtWidth(int width, Func<double[]> evaluate)
    {
        using WidthScope scope = new(width);
        return evaluate();
    }
}
