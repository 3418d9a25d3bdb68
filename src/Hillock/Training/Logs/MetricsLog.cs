using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Hillock.Data;

namespace Hillock.Training;

/// <summary>Writes what training comes to as JSON lines, one a step and one an epoch, each in the file as soon as it is known.</summary>
/// <remarks>
/// <para>
/// A file that is there is appended to. A last line that was cut off, as by a loss of power, is removed; a fit that goes on
/// (<see cref="FitOptions.ResumeFrom"/>) also removes the lines of the steps that it takes again, so that each step of a run stands there once.
/// </para>
/// <para>NaN and infinities, which JSON has no numbers for, are the strings <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// string path = Path.Combine(Path.GetTempPath(), "hillock-example.jsonl");
/// File.Delete(path);
/// var model = new Linear(1, 1, bias: false);
/// model.Weight.Detach().Fill(2);
/// new Trainer(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss()).Fit(
///     Tensor.Ones([4, 1]), Tensor.Zeros([4, 1]), new FitOptions { Epochs = 1, Callbacks = [new MetricsLog(path)] });
/// MetricsLine step = MetricsLog.Read(path)[1];
/// Console.WriteLine($"{step.Kind} {step.Step}: loss {step.Values["loss"]}"); // step 1: loss 4
/// File.Delete(path);
/// </code>
/// </example>
[SuppressMessage("Design", "CA1001", Justification = "The file is closed when the fit ends, however it ends.")]
public sealed class MetricsLog : FitCallback
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    private readonly string _path;
    private readonly int _stepInterval;
    private readonly ArrayBufferWriter<byte> _line = new();
    private FileStream? _file;

    /// <summary>Takes the file, which is opened when training begins.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="stepInterval">How many steps lie between those that are written, at least 1; 0 to write epochs alone.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative.</exception>
    public MetricsLog(string path, int stepInterval = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(stepInterval);
        (_path, _stepInterval) = (path, stepInterval);
    }

    /// <summary>Whether steps have the norm of their gradients, which is computed for it.</summary>
    public bool LogsGradientNorm { get; init; }

    /// <summary>Reads a file that was written, or is being written. A last line that was cut off is left out.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">A line is not one of a metrics log.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<MetricsLine> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        List<MetricsLine> lines = new List<MetricsLine>();
        foreach ((byte[] bytes, long _, bool whole) in Lines(file))
        {
            if (Parse(bytes) is { } line)
            {
                lines.Add(line);
            }
            else if (whole)
            {
                throw new DataFormatException(
                    path, string.Create(CultureInfo.InvariantCulture, $"line {lines.Count + 1}"),
                    "expected a JSON object with kind, epoch and step but found something else", "remove the line");
            }
        }

        return lines;
    }

    /// <inheritdoc/>
    public override void OnFitBegin(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // No buffer: a line is in the file when it is written.
        _file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        _file.SetLength(End(_file, context));
        _file.Seek(0, SeekOrigin.End);
        Write(context.IsResumed ? "resume" : "begin", context.Epoch + 1, context.Step, static (_, _) => { }, 0);
    }

    /// <inheritdoc/>
    public override void OnStepEnd(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_stepInterval > 0 && context.Step % _stepInterval == 0)
        {
            Write("step", context.Epoch + 1, context.Step, WriteStep, (this, context));
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitContext context, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(report);
        Write("epoch", report.Epoch, context.Step, WriteEpoch, report);
    }

    /// <inheritdoc/>
    public override void OnFitEnd(FitContext context)
    {
        _file?.Dispose();
        _file = null;
    }

    private static void WriteStep(Utf8JsonWriter json, (MetricsLog Log, FitContext Context) step)
    {
        Number(json, "loss", step.Context.Loss);
        Number(json, "learningRate", step.Context.LearningRate);
        Number(json, "rowsPerSecond", step.Context.Rows / step.Context.StepSeconds);
        if (step.Log.LogsGradientNorm)
        {
            Number(json, "gradientNorm", step.Context.GradientNorm);
        }
    }

    private static void WriteEpoch(Utf8JsonWriter json, EpochReport report)
    {
        foreach (string name in EpochReport.Names)
        {
            if (report.Value(name) is { } value)
            {
                Number(json, name, value);
            }
        }

        Number(json, "seconds", report.Seconds);
        if (report.Metrics.Count > 0)
        {
            json.WriteStartObject("metrics");
            foreach ((string name, double value) in report.Metrics)
            {
                Number(json, name, value);
            }

            json.WriteEndObject();
        }
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void Write<TState>(string kind, int epoch, long step, Action<Utf8JsonWriter, TState> write, TState state)
    {
        _line.ResetWrittenCount();
        using (Utf8JsonWriter json = new Utf8JsonWriter(_line))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteNumber("epoch", epoch);
            json.WriteNumber("step", step);
            write(json, state);
            json.WriteEndObject();
        }

        _line.Write(LineEnd);
        _file!.Write(_line.WrittenSpan);
    }

    /// <summary>Where the lines end that stay: before one that was cut off, and before the first that is written again.</summary>
    private static long End(FileStream file, FitContext context)
    {
        long end = 0;
        long? again = null;
        foreach ((byte[] bytes, long start, bool whole) in Lines(file))
        {
            if (!whole)
            {
                break;
            }

            end = start + bytes.Length + 1;
            if (context.Options.ResumeFrom is not { } state || Parse(bytes) is not { } line)
            {
                continue;
            }

            // What a fit wrote that began later is none of the run's steps.
            bool isLater = line.Step > state.Steps || (line.Kind == "epoch" && line.Epoch > state.Epoch);
            again = line.Kind == "begin" ? null : again ?? (isLater ? start : null);
        }

        return again ?? end;
    }

    /// <summary>The lines with the places where they begin; the last one is not whole if no line's end follows.</summary>
    private static IEnumerable<(byte[] Bytes, long Start, bool Whole)> Lines(FileStream file)
    {
        byte[] block = new byte[1 << 16];
        using MemoryStream line = new MemoryStream();
        long start = 0;
        int count;
        file.Seek(0, SeekOrigin.Begin);
        while ((count = file.Read(block, 0, block.Length)) > 0)
        {
            int from = 0;
            for (int at; (at = Array.IndexOf(block, (byte)'\n', from, count - from)) >= 0; from = at + 1)
            {
                line.Write(block, from, at - from);
                byte[] bytes = line.ToArray();
                yield return (bytes, start, true);
                start += bytes.Length + 1;
                line.SetLength(0);
            }

            line.Write(block, from, count - from);
        }

        if (line.Length > 0)
        {
            yield return (line.ToArray(), start, false);
        }
    }

    private static MetricsLine? Parse(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("kind", out JsonElement kind) || kind.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("epoch", out JsonElement epoch) || !TryInteger(epoch, out long epochNumber) || (int)epochNumber != epochNumber
                || !root.TryGetProperty("step", out JsonElement step) || !TryInteger(step, out long stepNumber))
            {
                return null;
            }

            Dictionary<string, double> metrics =
                root.TryGetProperty("metrics", out JsonElement own) && own.ValueKind == JsonValueKind.Object ? Numbers(own) : [];
            Dictionary<string, double> values = Numbers(root);
            values.Remove("epoch");
            values.Remove("step");
            return new MetricsLine(kind.GetString()!, (int)epochNumber, stepNumber, values, metrics);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Bytes that are no UTF-8 within a name or a text are an InvalidOperationException.
            return null;
        }
    }

    private static bool TryInteger(JsonElement element, out long value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out value);
    }

    private static Dictionary<string, double> Numbers(JsonElement element)
    {
        Dictionary<string, double> numbers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Number)
            {
                numbers[property.Name] = property.Value.GetDouble();
            }
            else if (property.Value.ValueKind == JsonValueKind.String && property.Value.GetString() is "NaN" or "Infinity" or "-Infinity")
            {
                numbers[property.Name] = double.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture);
            }
        }

        return numbers;
    }
}
