using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Training.SparseCoding;
using Xunit;

namespace Hillock.Tests.Training.SparseCoding;

/// <summary>Codes against another method's, the conditions of optimality, and the rates that the papers prove.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class SparseCoderTests
{
    public static TheoryData<string> Problems => [.. SparseProblem.All.Keys];

    [Theory]
    [MemberData(nameof(Problems))]
    public void Fista_FindsTheSolutionOfCoordinateDescent(string name)
    {
        SparseProblem problem = SparseProblem.All[name];
        SparseCode code = Encode(problem, SparseCodingMethod.Fista);
        Assert.True(code.HasConverged);
        Near(problem.Codes, code.Codes, 1e-8);
        Assert.Equal(problem.Number("objective"), code.Objectives[^1], 1e-11);
        Near(problem.Codes, Encode(problem, SparseCodingMethod.Ista).Codes, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Fista_MeetsTheConditionsOfOptimality(string name)
    {
        SparseProblem problem = SparseProblem.All[name];
        Tensor z = Encode(problem, SparseCodingMethod.Fista).Codes;
        double[] codes = z.ToArray<double>();
        double[] correlations = F.MatMul(problem.Signals - F.MatMul(z, problem.Dictionary), problem.Dictionary.Transpose()).ToArray<double>();
        Assert.Contains(codes, value => value == 0);
        Assert.Contains(codes, value => value != 0);
        for (int i = 0; i < codes.Length; i++)
        {
            // (X − ZD)Dᵀ is λ·sign(z) where z is not 0, and at most λ elsewhere.
            if (codes[i] == 0)
            {
                Assert.InRange(Math.Abs(correlations[i]), 0, problem.Lambda + 1e-6);
            }
            else
            {
                Assert.Equal(problem.Lambda * Math.Sign(codes[i]), correlations[i], 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Objectives_KeepToTheProvenRates(string name)
    {
        SparseProblem problem = SparseProblem.All[name];
        SparseCode ista = Encode(problem, SparseCodingMethod.Ista), fista = Encode(problem, SparseCodingMethod.Fista),
            hard = Encode(problem, SparseCodingMethod.HardThresholding);
        foreach (SparseCode code in (SparseCode[])[ista, hard])
        {
            for (int k = 1; k < code.Objectives.Count; k++)
            {
                Assert.True(code.Objectives[k] <= code.Objectives[k - 1] * (1 + 1e-14), $"The objective rises in iteration {k}.");
            }
        }

        double distance = F.Sum(F.Square(problem.Codes)).Item<double>(), least = problem.Number("objective");
        for (int k = 1; k < fista.Objectives.Count; k++)
        {
            Assert.InRange(fista.Objectives[k] - least, -1e-12, (2 * fista.Lipschitz * distance / ((k + 1.0) * (k + 1))) + 1e-12);
        }

        for (int k = 1; k < ista.Objectives.Count; k++)
        {
            Assert.InRange(ista.Objectives[k] - least, -1e-12, (ista.Lipschitz * distance / (2.0 * k)) + 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Objectives_WithTheReferencesStep_AreTheReferences(string name)
    {
        // The step is 1/L; scaling D, and with it Z and λ, is not needed: L is close enough that the first objectives are as well.
        SparseProblem problem = SparseProblem.All[name];
        foreach ((SparseCodingMethod method,
            string reference) in ((SparseCodingMethod, string)[])[(SparseCodingMethod.Ista, "ista"), (SparseCodingMethod.Fista, "fista")])
        {
            double[] expected = problem.Numbers(reference);
            SparseCode code = Encode(problem, method);
            double ratio = Math.Abs((code.Lipschitz / problem.Number("lipschitz")) - 1);
            Assert.Equal(expected[0], code.Objectives[0], 1e-13);
            for (int k = 1; k < expected.Length; k++)
            {
                Assert.Equal(expected[k], code.Objectives[k], ((2 * ratio) + 1e-12) * expected[0]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void HardThresholding_ComesToRestAtAFixedPoint(string name)
    {
        SparseProblem problem = SparseProblem.All[name];
        double lambda = problem.Number("hardLambda");
        SparseCodingOptions options =
            new SparseCodingOptions { Lambda = lambda, Method = SparseCodingMethod.HardThresholding, MaxIterations = 20_000, Tolerance = 1e-13 };
        SparseCode code = Code(problem.Dictionary, problem.Signals, options);
        Assert.True(code.HasConverged);

        // On its support the code is a least-squares solution; off it no gradient step passes the threshold.
        double[] z = code.Codes.ToArray<double>();
        double[] gradient = F.MatMul(problem.Signals - F.MatMul(code.Codes, problem.Dictionary), problem.Dictionary.Transpose()).ToArray<double>();
        double threshold = Math.Sqrt(2 * lambda / code.Lipschitz);
        for (int i = 0; i < z.Length; i++)
        {
            Assert.InRange(Math.Abs(gradient[i]), 0, z[i] == 0 ? threshold * code.Lipschitz * (1 + 1e-9) : 1e-9);
            Assert.True(z[i] == 0 || Math.Abs(z[i]) > threshold);
        }

        // From the reference's fixed point, which has a step of nearly the same length, it does not move.
        Tensor fixedPoint = Tensor.From(problem.Numbers("hard"), problem.Codes.Shape);
        SparseCode again = Code(problem.Dictionary, problem.Signals, options with { Initial = fixedPoint });
        Near(fixedPoint, again.Codes, 1e-8);
        Assert.Equal(SparseCoder.Objective(problem.Dictionary, problem.Signals, fixedPoint, options), again.Objectives[^1], 1e-10);
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void Lipschitz_IsASafeBound(string name)
    {
        SparseProblem problem = SparseProblem.All[name];
        double exact = problem.Number("largestEigenvalue");
        Assert.InRange(Encode(problem, SparseCodingMethod.Ista).Lipschitz, exact, exact * 1.007);
        Assert.InRange(LargestSingularValue.Squared(problem.Dictionary * 1e200), exact * 1e200 * 1e200, double.PositiveInfinity);
        Assert.InRange(LargestSingularValue.Squared(problem.Dictionary * 1e-140), exact * 1e-280, exact * 1.007e-280);
    }

    [Fact]
    public void Lipschitz_OfEqualEigenvalues_AndOfTheirOpposite_IsWhatIsPromised()
    {
        // The worst case of the bound, n^(1/512); and a matrix of rank 1, where it is exact.
        Assert.InRange(LargestSingularValue.Squared(Tensor.Eye(64, dataType: DataType.Float64)), 1, 1.0082);
        Assert.InRange(LargestSingularValue.Squared(Tensor.Ones([64, 64])), 64 * 64, 64 * 64 * 1.00001);
        Assert.Equal(0, LargestSingularValue.Squared(Tensor.Zeros([3, 4])));
    }

    [Fact]
    public void Encode_InFloat32_IsNearFloat64_AndAnyThreadsAgreeToTheBit()
    {
        Tensor dictionary = Normalized(Initialization.Normal(Tensor.Empty([96, 48]), new Philox(1)));
        Tensor signals = Initialization.Normal(Tensor.Empty([700, 48]), new Philox(2));
        SparseCodingOptions options = new SparseCodingOptions { Lambda = 0.5, MaxIterations = 3000 };
        SparseCode wide = Code(dictionary.To(DataType.Float64), signals.To(DataType.Float64), options with { Tolerance = 1e-10 });
        float[][] codes = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using ThreadScope scope = new(threads);
            SparseCode code = Code(dictionary, signals, options);
            Assert.True(code.HasConverged);
            Assert.Equal(wide.Objectives[^1], code.Objectives[^1], 1e-4 * wide.Objectives[^1]);
            return code.Codes.ToArray<float>();
        })];
        Assert.Equal(codes[0], codes[1]);
        Assert.Equal(codes[0], codes[2]);
    }

    [Fact]
    public void Encode_WithoutPenalty_IsLeastSquares_AndWithALargeOne_IsZero()
    {
        SparseProblem problem = SparseProblem.All["more features than atoms"];
        SparseCode free = Encode(problem, SparseCodingMethod.Fista, lambda: 0);
        Tensor gradient = F.MatMul(problem.Signals - F.MatMul(free.Codes, problem.Dictionary), problem.Dictionary.Transpose());
        Assert.InRange(F.Max(F.Abs(gradient)).Item<double>(), 0, 1e-9);
        SparseCode none = Encode(problem, SparseCodingMethod.Fista, lambda: 100);
        Assert.All(none.Codes.ToArray<double>(), value => Assert.Equal(0, value));
        Assert.Equal(1, none.Iterations);
    }

    [Fact]
    public void Encode_Cancelled_ReturnsWhatThereIs_AndReportsEachIteration()
    {
        SparseProblem problem = SparseProblem.All["one signal"];
        using CancellationTokenSource source = new();
        List<SparseCodingProgress> seen = [];
        SparseCodingOptions options = new SparseCodingOptions { Lambda = problem.Lambda, Tolerance = 0 };
        SparseCode code = Code(problem.Dictionary, problem.Signals, options, new Recorder<SparseCodingProgress>(report =>
        {
            seen.Add(report);
            if (report.Iteration == 7)
            {
                source.Cancel();
            }
        }), source.Token);
        Assert.False(code.HasConverged);
        Assert.Equal(7, code.Iterations);
        Assert.Equal(code.Objectives.Skip(1), seen.Select(report => report.Objective));
        Assert.Equal(SparseCoder.Objective(problem.Dictionary, problem.Signals, code.Codes, options), code.Objectives[^1], 1e-13);
        Assert.Equal(0, Code(problem.Dictionary, problem.Signals, options, null, source.Token).Iterations);
    }

    [Fact]
    public void Encode_OfADictionaryOfZeros_IsZero()
    {
        SparseCode code = Code(Tensor.Zeros([3, 4]), Tensor.Ones([2, 4]), new() { Initial = Tensor.Ones([2, 3]) });
        Assert.True(code.HasConverged);
        Assert.All(code.Codes.ToArray<float>(), value => Assert.Equal(0, value));
        Assert.Equal([4], code.Objectives);
        Assert.True(Code(Tensor.Ones([3, 4]), Tensor.Zeros([2, 4])).HasConverged);
    }

    [Fact]
    public void Encode_OfBadArguments_SaysWhatIsExpected()
    {
        Tensor d = Tensor.Ones([3, 4]), x = Tensor.Ones([2, 4]);
        Assert.Contains("two axes", Message(() => Code(Tensor.Ones(4), x)), StringComparison.Ordinal);
        Assert.Contains("not empty", Message(() => Code(d, Tensor.Ones([0, 4]))), StringComparison.Ordinal);
        Assert.Contains("[rows, 4]", Message(() => Code(d, Tensor.Ones([2, 5]))), StringComparison.Ordinal);
        Assert.Contains("float64", Message(() => Code(d, x.To(DataType.Float64))), StringComparison.Ordinal);
        Assert.Contains("float16", Message(() => Code(d, x.To(DataType.Float16))), StringComparison.Ordinal);
        Assert.Contains("signals expects finite elements", Message(() => Code(d, x * float.NaN)), StringComparison.Ordinal);
        Assert.Contains("dictionary expects finite elements", Message(() => Code(d * float.PositiveInfinity, x)), StringComparison.Ordinal);
        Assert.Contains("initial codes of [2, 3]", Message(() => Code(d, x, new() { Initial = x })), StringComparison.Ordinal);
        Assert.Contains("at least 0 but got -1", Message(() => Code(d, x, new() { Lambda = -1 })), StringComparison.Ordinal);
        Assert.Contains("NaN", Message(() => Code(d, x, new() { Lambda = double.NaN })), StringComparison.Ordinal);
        Assert.Contains("Tolerance", Message(() => Code(d, x, new() { Tolerance = double.NaN })), StringComparison.Ordinal);
        Assert.Contains("MaxIterations", Message(() => Code(d, x, new() { MaxIterations = 0 })), StringComparison.Ordinal);
        Assert.Contains("Method", Message(() => Code(d, x, new() { Method = (SparseCodingMethod)9 })), StringComparison.Ordinal);
    }

    internal static Tensor Normalized(Tensor x) => x / F.Sqrt(F.Sum(F.Square(x), 1, keepDims: true));

    private static SparseCode Code(
        Tensor dictionary, Tensor signals, SparseCodingOptions? options = null, IProgress<SparseCodingProgress>? progress = null,
        CancellationToken? cancellation = null) =>
        SparseCoder.Encode(dictionary, signals, options, progress, cancellation ?? TestContext.Current.CancellationToken);

    private static string Message(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;

    private static SparseCode Encode(SparseProblem problem, SparseCodingMethod method, double? lambda = null) => Code(
        problem.Dictionary, problem.Signals,
        new SparseCodingOptions { Lambda = lambda ?? problem.Lambda, Method = method, MaxIterations = 50_000, Tolerance = 1e-12 });

    private static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.InRange(F.Max(F.Abs(expected - actual)).Item<double>(), 0, tolerance);
    }
}
