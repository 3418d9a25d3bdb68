using System.Text;
using Hillock.Data;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>The lines of a metrics log: what they say, and what becomes of those that a resumed fit writes again.</summary>
public sealed class MetricsLogTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"hillock-{Guid.NewGuid():N}.jsonl");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Lines_AreThoseOfTheReports_AndAreThereAtOnce()
    {
        List<int> counts = [];
        FitOptions options = new()
        {
            Epochs = 2,
            BatchSize = 20,
            HeldOutInputs = FitParts.Inputs,
            HeldOutTargets = FitParts.Targets,
            Metrics = new Dictionary<string, Func<Tensor, Tensor, double>> { ["nothing"] = (_, _) => double.NaN, ["\"quoted\"\n"] = (_, _) => -0.125 },
            Callbacks = [new MetricsLog(_path) { LogsGradientNorm = true }, new FitParts.Calls { StepEnd = _ => counts.Add(MetricsLog.Read(_path).Count) }],
        };
        IReadOnlyList<EpochReport> reports = FitParts.Noisy().Fit(options);
        Assert.Equal([2, 3, 5, 6], counts);
        IReadOnlyList<MetricsLine> lines = MetricsLog.Read(_path);
        Assert.Equal(
            [("begin", 1, 0), ("step", 1, 1), ("step", 1, 2), ("epoch", 1, 2), ("step", 2, 3), ("step", 2, 4), ("epoch", 2, 4)],
            lines.Select(line => (line.Kind, line.Epoch, line.Step)));
        Assert.Equal(["loss", "learningRate", "rowsPerSecond", "gradientNorm"], lines[1].Values.Keys);
        Assert.Equal(0.01, lines[1].Values["learningRate"]);
        MetricsLine last = lines[^1];
        Assert.Equal(
            (reports[1].TrainingLoss, reports[1].HeldOutLoss, reports[1].HeldOutScore, reports[1].Seconds),
            (last.Values["trainingLoss"], last.Values["heldOutLoss"], last.Values["heldOutScore"], last.Values["seconds"]));
        Assert.True(double.IsNaN(last.Metrics["nothing"]));
        Assert.Equal(-0.125, last.Metrics["\"quoted\"\n"]);

        // As any reader of JSON lines sees it.
        Assert.Contains("\"metrics\":{\"nothing\":\"NaN\",", File.ReadAllLines(_path)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Interval_LeavesStepsOut()
    {
        FitParts.Noisy().Fit(new FitOptions { Epochs = 1, BatchSize = 8, Callbacks = [new MetricsLog(_path, 2)] });
        Assert.Equal([0L, 2, 4, 5], MetricsLog.Read(_path).Select(line => line.Step));
        File.Delete(_path);
        FitParts.Noisy().Fit(new FitOptions { Epochs = 1, BatchSize = 8, Callbacks = [new MetricsLog(_path, 0)] });
        Assert.Equal(["begin", "epoch"], MetricsLog.Read(_path).Select(line => line.Kind));
    }

    /// <summary>Killed after step 4, in the middle of a line, with the state of step 3 as the last that was saved.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Resumed_TheFileHasEachStepOnce(int saved)
    {
        // An earlier run of more steps than this one stays.
        FitParts.Noisy().Fit(new FitOptions { Epochs = 4, BatchSize = 20, Callbacks = [new MetricsLog(_path)] });
        int before = File.ReadAllLines(_path).Length;
        FitState? state = null;
        FitOptions options = new() { Epochs = 3, BatchSize = 20 };
        FitParts.Noisy().Fit(options with { Callbacks = [new MetricsLog(_path), new FitParts.Calls { StepEnd = Save }] });
        File.AppendAllText(_path, "{\"kind\":\"step\",\"epo");
        FitParts.Noisy().Fit(options with { ResumeFrom = state, Callbacks = [new MetricsLog(_path)] });
        IReadOnlyList<MetricsLine> lines = MetricsLog.Read(_path);
        Assert.Equal([1L, 2, 3, 4, 5, 6], lines.Skip(before).Where(line => line.Kind == "step").Select(line => line.Step));
        Assert.Equal([1, 2, 3], lines.Skip(before).Where(line => line.Kind == "epoch").Select(line => line.Epoch));
        Assert.Equal(8, lines.Take(before).Count(line => line.Kind == "step"));
        Assert.Equal(saved, Assert.Single(lines, line => line.Kind == "resume").Step);

        void Save(FitContext context) => state = context.Step == saved ? context.State() : state;
    }

    [Fact]
    public void Read_OfAFileThatIsBroken_SaysWhere()
    {
        File.WriteAllText(_path, "{\"kind\":\"begin\",\"epoch\":1,\"step\":0}\n{\"kind\":\"step\",\"epoch\":1");
        Assert.Single(MetricsLog.Read(_path));
        string[] broken = ["nonsense", "[1]", "{\"kind\":\"step\",\"epoch\":1.5,\"step\":1}", "{\"kind\":3,\"epoch\":1,\"step\":1}", "{\"epoch\":1}", ""];
        foreach (string bad in broken)
        {
            File.WriteAllText(_path, "{\"kind\":\"begin\",\"epoch\":1,\"step\":0}\n" + bad + "\n");
            Assert.Contains("line 2", Assert.Throws<DataFormatException>(() => MetricsLog.Read(_path)).Message, StringComparison.Ordinal);
        }

        // A multi-block line, longer than what is read at a time.
        File.WriteAllText(_path, $"{{\"kind\":\"step\",\"epoch\":1,\"step\":7,\"{new string('x', 200_000)}\":1}}\n", Encoding.UTF8);
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[3..]);
        Assert.Equal(7, Assert.Single(MetricsLog.Read(_path)).Step);
    }
}
