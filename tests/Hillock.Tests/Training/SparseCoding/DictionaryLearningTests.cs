using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Training.SparseCoding;
using Xunit;

namespace Hillock.Tests.Training.SparseCoding;

[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class DictionaryLearningTests
{
    [Fact]
    public void Fit_OfSparseSums_FindsTheAtomsTheyAreMadeOf()
    {
        Tensor truth = SparseCoderTests.Normalized(Initialization.Normal(Tensor.Empty([20, 16], DataType.Float64), new Philox(5)));
        LearnedAtoms learned = Fit(Signals(truth, 1500), Options(20, rounds: 60, lambda: 0.05));
        double[] similarity = F.Max(F.Abs(F.MatMul(truth, learned.Atoms.Transpose())), 1).ToArray<double>();
        Assert.True(similarity.Count(value => value > 0.98) >= 18, $"Found {similarity.Count(value => value > 0.98)} of 20.");
    }

    [Fact]
    public void Objective_FallsInEveryRound_AndAtomsHaveLengthOne()
    {
        Tensor signals = Initialization.Normal(Tensor.Empty([300, 12], DataType.Float64), new Philox(6));
        List<DictionaryProgress> seen = [];
        LearnedAtoms learned = Fit(signals, Options(30, rounds: 12, lambda: 0.3), new Recorder<DictionaryProgress>(seen.Add));
        Assert.Equal(13, learned.Objectives.Count);
        Assert.Equal(learned.Objectives.Take(12), seen.Select(report => report.Objective));
        for (int i = 1; i < learned.Objectives.Count; i++)
        {
            Assert.True(learned.Objectives[i] <= learned.Objectives[i - 1] * (1 + 1e-9), $"Round {i}");
        }

        Assert.True(learned.Objectives[^1] < 0.9 * learned.Objectives[0]);
        Assert.All(F.Sum(F.Square(learned.Atoms), 1).ToArray<double>(), square => Assert.Equal(1, square, 1e-12));
        Assert.Equal(learned.Objectives[^1], SparseCoder.Objective(learned.Atoms, signals, learned.Code.Codes, new SparseCodingOptions { Lambda = 0.3 }), 1e-9);
        Assert.InRange(seen[^1].Sparsity, 0.5, 0.99);
    }

    [Fact]
    public void Fit_DependsOnTheSeedAlone()
    {
        Tensor signals = Initialization.Normal(Tensor.Empty([400, 24]), new Philox(7));
        float[][] atoms = [.. new[] { 1, 2, 3 }.Select(threads =>
        {
            using ThreadScope scope = new(threads);
            return Fit(signals, Options(40, 3, 0.3)).Atoms.ToArray<float>();
        })];
        Assert.Equal(atoms[0], atoms[1]);
        Assert.Equal(atoms[0], atoms[2]);
        Assert.NotEqual(atoms[0], Fit(signals, Options(40, 3, 0.3) with { Seed = 1 }).Atoms.ToArray<float>());
    }

    [Fact]
    public void Atoms_ThatNobodyUses_AreReplacedByWhatIsExplainedWorst()
    {
        // Signals along three axes, of lengths 2, 5 and, below λ, 0.5: an atom that starts from the last explains nothing.
        var values = new double[41, 6];
        for (int i = 0; i < 40; i++)
        {
            values[i, 0] = i % 2 == 0 ? 2 : -2;
        }

        values[39, 0] = 0;
        values[39, 5] = 5;
        values[40, 3] = 0.5;
        var coding = new SparseCodingOptions { Lambda = 1, MaxIterations = 200 };
        List<int> replaced = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            var recorder = new Recorder<DictionaryProgress>(report => replaced.Add(report.Replaced));
            double[] atoms = Fit(Tensor.From(values), new DictionaryOptions { Atoms = 2, Rounds = 3, Coding = coding, Seed = seed }, recorder).Atoms.ToArray<double>();
            Assert.Contains(Enumerable.Range(0, 2), j => Math.Abs(atoms[j * 6]) == 1);
            Assert.Contains(Enumerable.Range(0, 2), j => Math.Abs(atoms[(j * 6) + 5]) == 1);
        }

        Assert.Equal(60, replaced.Count);
        Assert.Contains(1, replaced);
        Assert.DoesNotContain(2, replaced);
    }

    [Fact]
    public void Fit_Cancelled_ReturnsWhatThereIs()
    {
        using CancellationTokenSource source = new();
        Tensor signals = Initialization.Normal(Tensor.Empty([50, 6]), new Philox(9));
        LearnedAtoms learned = Fit(signals, Options(8, 20, 0.2), new Recorder<DictionaryProgress>(report =>
        {
            if (report.Round == 2)
            {
                source.Cancel();
            }
        }), source.Token);
        Assert.Equal(3, learned.Objectives.Count);
        Assert.Equal([8, 6], learned.Atoms.Shape.Dimensions.ToArray());
    }

    [Fact]
    public void Fit_OfBadArguments_SaysWhatIsExpected()
    {
        Tensor x = Tensor.Ones([4, 3]);
        Assert.Contains("not all 0", Message(() => Fit(Tensor.Zeros([4, 3]))), StringComparison.Ordinal);
        Assert.Contains("Atoms", Message(() => Fit(x, new() { Atoms = 0 })), StringComparison.Ordinal);
        Assert.Contains("Rounds", Message(() => Fit(x, new() { Rounds = 0 })), StringComparison.Ordinal);
        Assert.Contains("Lambda", Message(() => Fit(x, new() { Coding = new() { Lambda = -0.1 } })), StringComparison.Ordinal);
        Assert.Contains("finite", Message(() => Fit(x / 0)), StringComparison.Ordinal);
        Assert.Contains("two axes", Message(() => Fit(Tensor.Ones(3))), StringComparison.Ordinal);
    }

    private static LearnedAtoms Fit(
        Tensor signals, DictionaryOptions? options = null, IProgress<DictionaryProgress>? progress = null, CancellationToken? cancellation = null) =>
        DictionaryLearning.Fit(signals, options, progress, cancellation ?? TestContext.Current.CancellationToken);

    private static string Message(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;

    private static DictionaryOptions Options(int atoms, int rounds, double lambda) =>
        new() { Atoms = atoms, Rounds = rounds, Coding = new SparseCodingOptions { Lambda = lambda, MaxIterations = 300, Tolerance = 1e-6 } };

    /// <summary>Sums of two or three atoms with normal weights.</summary>
    private static Tensor Signals(Tensor atoms, int rows)
    {
        var random = new Philox(11);
        var codes = new double[rows, atoms.Shape[0]];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                ulong draw = (ulong)((i * 3) + j);
                codes[i, random.Below(draw, (uint)atoms.Shape[0])] = random.WithStream(1).Normal(draw);
            }
        }

        return F.MatMul(Tensor.From(codes), atoms);
    }
}
