using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Kernels;

namespace Hillock.Cli.RunFolders;

/// <summary>
/// Tells how training goes: in a terminal a line that changes, with a small curve of the loss; always a table of some of the epochs, as they end where no
/// terminal looks on.
/// </summary>
internal sealed class RunProgress
{
    private const int Lines = 10, CurveWidth = 24;
    private const string Bars = "▁▂▃▄▅▆▇█";

    private readonly TextWriter _output;
    private readonly RunScore _score;
    private readonly int _epochs;
    private readonly bool _hasValidation;
    private readonly List<double> _curve = [];
    private readonly List<string> _lines = [];
    private RunEpoch? _last;
    private bool _isLastTold = true;

    public RunProgress(TextWriter output, RunScore score, int epochs, bool hasValidation) =>
        (_output, _score, _epochs, _hasValidation) = (output, score, epochs, hasValidation);

    /// <summary>What changes in a terminal; null where none looks on.</summary>
    public ProgressBar? Bar { private get; set; }

    /// <summary>Takes over the epochs of an earlier part.</summary>
    public void Begin(IReadOnlyList<RunEpoch> before)
    {
        _curve.AddRange(before.Select(static epoch => epoch.ValidationLoss ?? epoch.TrainingLoss ?? double.NaN));
    }

    /// <summary>Tells of an epoch.</summary>
    public void Add(RunEpoch epoch)
    {
        if (_last is null)
        {
            Tell($"epoch      loss{(_hasValidation ? $"  validation  {_score.Heading,10}" : "")}");
        }

        _curve.Add(epoch.ValidationLoss ?? epoch.TrainingLoss ?? double.NaN);
        _last = epoch;
        _isLastTold = epoch.Epoch == 1 || epoch.Epoch == _epochs || epoch.Epoch % Partition.Count(_epochs, Lines) == 0;
        if (_isLastTold)
        {
            Tell(Line(epoch));
        }

        Report((double)epoch.Epoch / _epochs, epoch);
    }

    /// <summary>Tells of a step within an epoch.</summary>
    public void Step(int epoch, int batch, int batches)
    {
        if (Bar is not null)
        {
            Report((epoch + ((double)batch / batches)) / _epochs, _last);
        }
    }

    /// <summary>Tells of the last epoch, and in a terminal of those before.</summary>
    public void End()
    {
        if (!_isLastTold && _last is not null)
        {
            Tell(Line(_last));
        }

        Bar = null;
        foreach (string line in _lines)
        {
            _output.WriteLine(line);
        }
    }

    /// <summary>A small curve: the means of as many parts, the highest a full bar.</summary>
    public static string Curve(IReadOnlyList<double> values, int width)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length < 2)
        {
            return "";
        }

        int each = Partition.Count(finite.Length, width);
        double[] means = [.. finite.Chunk(each).Select(static part => part.Average())];
        (double low, double high) = (means.Min(), means.Max());
        return string.Concat(means.Select(mean => Bars[high > low ? (int)Math.Round((mean - low) / (high - low) * (Bars.Length - 1)) : 0]));
    }

    private string Line(RunEpoch epoch) => string.Create(
        CultureInfo.InvariantCulture,
        $"{epoch.Epoch,5}  {Loss(epoch.TrainingLoss),8}") +
            (_hasValidation ? $"  {Loss(epoch.ValidationLoss),10}  {_score.Number(epoch.ValidationScore),10}" : "");

    private static string Loss(double? loss) => loss is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "none";

    private void Tell(string line)
    {
        if (Bar is not null)
        {
            _lines.Add(line);
            return;
        }

        _output.WriteLine(line);
        _output.Flush();
    }

    private void Report(double share, RunEpoch? epoch)
    {
        string words = epoch is null ? $"epoch 1/{_epochs}"
            : $"epoch {Math.Min(epoch.Epoch + 1, _epochs)}/{_epochs}  loss {Loss(epoch.ValidationLoss ?? epoch.TrainingLoss)}" +
              (_hasValidation ? $"  {_score.Name} {_score.Full(epoch.ValidationScore)}" : "");
        Bar?.Report(share, $"{words}  {Curve(_curve, CurveWidth)}");
    }
}
