using Hillock.Activations;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

[Trait("Speed", "slow")]
public class NetworkDiagnosisTests
{
    private static readonly DiagnosisOptions Short = new() { Depth = 2, Width = 8, Epochs = 2 };

    private static Diagnosis Diagnose(TabularData data, DiagnosisOptions options) =>
        NetworkDiagnosis.Run(data, options, cancellationToken: TestContext.Current.CancellationToken);

    [Fact]
    public void Run_OfReluAndTanh_ChecksTheirScale()
    {
        Diagnosis relu = Diagnose(SyntheticData.Moons(), Short);
        Assert.All(relu.Scales, scale => Assert.InRange(scale.RelativeChange, 0, 1e-5));
        Assert.All(relu.Scales, scale => Assert.Equal(1, scale.SameDecisions));
        Diagnosis tanh = Diagnose(SyntheticData.Moons(), Short with { Activation = ActivationChoice.Of("tanh", default(Tanh)) });
        Assert.All(tanh.Scales, scale => Assert.True(scale.RelativeChange > 0.1));
        Assert.Equal([2.0, 100], tanh.Scales.Select(scale => scale.Factor));

        // Half of standard normal inputs lie where ReLU is flat; 1 − tanh² falls to 1 % at 2.99.
        Assert.Equal(0.5, relu.ExpectedSaturation);
        Assert.Equal(0.0028, tanh.ExpectedSaturation, 0.002);
    }

    [Fact]
    public void Run_Twice_IsTheSame()
    {
        Diagnosis first = Diagnose(SyntheticData.Spirals(), Short), second = Diagnose(SyntheticData.Spirals(), Short);
        Assert.Equal(first.Before, second.Before);
        Assert.Equal(first.After, second.After);
        Assert.Equal(first.Epochs.Select(epoch => epoch.TrainingLoss), second.Epochs.Select(epoch => epoch.TrainingLoss));
        Assert.NotEqual(first.Before, first.After);
    }

    [Fact]
    public void Measure_OfRows_CountsThoseWithoutANegativeOutput()
    {
        Linear linear = new(1, 2);
        linear.LoadStateDict(
            new Dictionary<string, Tensor> { ["weight"] = Tensor.From(new float[,] { { 1 }, { 1 } }), ["bias"] = Tensor.From(new float[] { 0, 1 }) });
        Sequential network = [linear, new Activation<Tanh>(), new Linear(2, 1)];
        LayerDiagnostics layer = Diagnostics.Measure(network, Tensor.From(new float[,] { { 2 }, { -0.5f }, { -3 }, { 0 } }))[0];
        Assert.Equal(0.5, layer.NonNegativeRows);
        Assert.Equal(layer.Deviation * layer.Deviation, layer.Variance);
    }

    [Theory]
    [InlineData(0, 8, 1, "Depth")]
    [InlineData(2, 0, 1, "Hidden")]
    [InlineData(2, 8, 0, "WeightScale")]
    public void Resolve_WrongOption_NamesIt(int depth, int width, double scale, string name) =>
        Assert.Equal(
            name,
            Assert.Throws<ArgumentException>(
                () => Diagnose(SyntheticData.Moons(), new DiagnosisOptions { Depth = depth, Width = width, WeightScale = scale })).ParamName);

    [Fact]
    public void Findings_OfNoiseLearntByHeart_NameTheGuessAndOverfitting()
    {
        Philox random = new(5);
        float[] features = new float[200 * 4];
        random.FillNormal(features);
        TabularData noise = TabularData.Classification(
            features, TabularColumn.Numbered(4), [.. Enumerable.Range(0, 200).Select(i => (int)(random.Bits32((ulong)i + 1000) & 1))], ["a", "b"]);
        Diagnosis diagnosis = Diagnose(noise, new DiagnosisOptions { Depth = 2 });
        Assert.Contains(diagnosis.Findings, finding => finding is { Ailment: Ailment.NoBetterThanGuess, IsNote: false });
        Finding gap = Assert.Single(diagnosis.Findings, finding => finding.Ailment == Ailment.Overfitting);
        Assert.Equal(diagnosis.TrainingScore - diagnosis.Score, gap.Value);
        Assert.InRange(diagnosis.TrainingScore!.Value, 0.95, 1);
    }

    [Fact]
    public void Findings_OfNinetyNineToOne_NameTheImbalance()
    {
        float[] features = [.. Enumerable.Range(0, 500).Select(i => i * 37 % 101 / 50f)];
        TabularData rare = TabularData.Classification(
            features, TabularColumn.Numbered(1), [.. Enumerable.Range(0, 500).Select(i => i % 100 == 7 ? 1 : 0)], ["common", "rare"]);
        Diagnosis diagnosis = Diagnose(rare, Short with { Epochs = 15 });
        Assert.Equal(0.99, diagnosis.GuessScore);
        Assert.Equal(
            [Ailment.NoBetterThanGuess, Ailment.Imbalance],
            diagnosis.Findings.Where(finding => !finding.IsNote).Select(finding => finding.Ailment)
                .Where(ailment => ailment is Ailment.NoBetterThanGuess or Ailment.Overfitting or Ailment.Imbalance));
    }

    [Fact]
    public void Findings_OfATrainingThatIsCutShort_SayThatItIsUnfinished()
    {
        Diagnosis diagnosis = Diagnose(
            SyntheticData.Spirals(), new DiagnosisOptions { Depth = 2, Epochs = 14, LearningRate = 0.0005 });
        Assert.Contains(diagnosis.Findings, finding => finding is { Ailment: Ailment.Unfinished, IsNote: false });
        Assert.Equal(42, Remedy.Propose(diagnosis)!.Epochs);
        Assert.DoesNotContain(
            Diagnose(SyntheticData.Moons(), new DiagnosisOptions { Depth = 2 }).Findings,
            finding => finding.Ailment is Ailment.Unfinished or Ailment.Overfitting);
    }

    [Fact]
    public void Propose_Repeatedly_Ends()
    {
        // Each proposal is taken; none may come back to where it started.
        DiagnosisOptions options =
            new DiagnosisOptions
            {
                Activation = ActivationChoice.Of("sigmoid", default(Sigmoid)),
                Depth = 8,
                Width = 16,
                Epochs = 3,
                InputScale = 50,
                WeightScale = 3,
                LearningRate = 0.5,
            };
        HashSet<string> seen = new();
        DiagnosisOptions? next = options;
        while (next is not null)
        {
            Assert.True(seen.Add($"{next.Activation.Name} {next.Depth} {next.InputScale} {next.WeightScale} {next.LearningRate} {next.Initialization}"));
            next = Remedy.Propose(Diagnose(SyntheticData.Moons(), next));
        }

        Assert.InRange(seen.Count, 2, 10);
    }
}
