using System.Globalization;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Activations;

/// <summary>The laws of <see cref="ActivationLaws"/> that go through tensors.</summary>
internal static class AutogradLaws
{
    /// <summary>First and second gradient are the kernels' derivatives, and a tracked value is the untracked one, to the bit.</summary>
    public static void Check(ActivationInfo info, LawSubject subject)
    {
        double[] x = subject.Arguments(info, 300);
        double[] w = FunctionLaws.Weights(x.Length, subject.IsSingle), v = [.. Enumerable.Reverse(w)];
        Tensor input = Leaf(x, subject.IsSingle), weights = Of(w, subject.IsSingle);
        Tensor value = subject.Function.Forward(input);
        Equal(subject.Forward(x), value, "value");

        Tensor first = Gradients.Of(value, [input], weights, createGraph: true)[0]!;
        Equal(subject.Backward(x, w), first, "first gradient");

        Tensor second = Gradients.Of(first, [input], Of(v, subject.IsSingle))[0]!;
        Equal(subject.Product(subject.Product(v, w), subject.Evaluate(2, x)), second, "second gradient");

        // The other way to the first gradient: nothing further on is differentiated, and the forward pass may have kept the slope.
        Tensor plain = Leaf(x, subject.IsSingle);
        subject.Function.Forward(plain).Backward(weights);
        Equal(subject.Backward(x, w), plain.Gradient!, "gradient");

        void Equal(double[] expected, Tensor actual, string what)
        {
            int at = LawSubject.FirstDifference(expected, actual.ToArray<double>());
            Assert.True(at < 0, $"{subject}: the {what} differs at x = {(at < 0 ? 0 : x[at]).ToString("R", CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>Gradients of order one to three against central differences of the order below, away from kinks.</summary>
    public static void CheckDifferences(LawSubject subject)
    {
        const double Step = 1e-5;
        double[] x = [.. Enumerable.Range(0, 23).Select(i => -4.0213 + (0.37 * i))];
        for (int order = 1; order <= 3; order++)
        {
            double[] actual = Gradient(x, order);
            double[] above = Gradient([.. x.Select(value => value + Step)], order - 1), below = Gradient([.. x.Select(value => value - Step)], order - 1);
            for (int i = 0; i < x.Length; i++)
            {
                double expected = (above[i] - below[i]) / (2 * Step);
                Assert.True(
                    Math.Abs(actual[i] - expected) <= 1e-7 * (1 + Math.Abs(expected)),
                    string.Create(CultureInfo.InvariantCulture, $"{subject}, order {order} at {x[i]:R}: {actual[i]:R} but the difference quotient is {expected:R}"));
            }
        }

        double[] Gradient(double[] at, int order)
        {
            Tensor input = Leaf(at, single: false);
            Tensor result = subject.Function.Forward(input);
            for (int i = 0; i < order; i++)
            {
                result = Gradients.Of(result, [input], Tensor.OnesLike(result), createGraph: true)[0]!;
            }

            return result.ToArray<double>();
        }
    }

    /// <summary>The gradient of a learned parameter, one for each element, at the oracle's points.</summary>
    public static void CheckParameter(ActivationInfo info)
    {
        List<string> faults = [];
        foreach (OracleSet set in LawSubject.Oracle(info).Sets)
        {
            // The sum e^q − 1 − q·e^q of CELU cancels near 0, where its terms are about |q| and the result q²/2.
            double[] x = [.. set.Points.Select(point => point.X)];
            double value = set.Parameters[info.Parameters[0].Name];
            Tensor parameter = Leaf([.. x.Select(_ => value)], set.IsSingle);
            Tensor y = info.Create(value).Accept(new WithParameter(Of(x, set.IsSingle), parameter));
            y.Backward(Tensor.OnesLike(y));
            double[] actual = parameter.Gradient!.ToArray<double>();
            Accuracy accuracy = new(4, set.IsSingle);
            for (int i = 0; i < actual.Length; i++)
            {
                double scale = info.Name == "learnable-celu" && x[i] < 0 ? Math.Min(1, -x[i] / value) : 0;
                if (info.Name == "learnable-swish")
                {
                    // The slope x²·σ(βx)·σ(−βx) is as coarse as x² times its smaller gate, which may be subnormal.
                    scale = x[i] * x[i] * (set.IsSingle ? Math.ScaleB(1, -126) : Math.ScaleB(1, -1022));
                }

                accuracy.Add(actual[i], set.Points[i].ByParameter!, set.Points[i], scale);
            }

            if (accuracy.Faults($"{info.Name}, parameter {value} in {(set.IsSingle ? "float32" : "float64")}") is { } text)
            {
                faults.Add(text);
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static Tensor Leaf(double[] values, bool single) => Of(values, single).WithGradient();

    private static Tensor Of(double[] values, bool single) =>
        single ? Tensor.From(Array.ConvertAll(values, value => (float)value)) : Tensor.From((double[])values.Clone());

    private sealed class WithParameter(Tensor x, Tensor parameter) : IActivationVisitor<Tensor>
    {
        public Tensor Visit<TActivation>(TActivation function)
            where TActivation : struct, Hillock.Activations.IActivation => throw new InvalidOperationException("Not a learnable function.");

        public Tensor VisitLearnable<TActivation>(TActivation function, double value)
            where TActivation : struct, Hillock.Activations.ILearnableActivation => F.Apply(x, parameter, function);

        public Tensor VisitRandom<TActivation>(TActivation function)
            where TActivation : struct, Hillock.Activations.IRandomActivation => throw new InvalidOperationException("Not a learnable function.");
    }
}
