using System.Globalization;
using System.Text.Json;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.Runs;

/// <summary>Everything that training goes on from to the same bits, in one safetensors file.</summary>
internal static class RunCheckpoint
{
    private const string OfModel = "model.", OfOptimizer = "optimizer.", OfBest = "best.", StateKey = "hillock.state", Prefix = "step-", Suffix = ".safetensors";

    /// <summary>Writes a checkpoint, as a whole or not at all, and takes away all but the last few.</summary>
    /// <param name="paths">The run.</param>
    /// <param name="context">Where training stands.</param>
    /// <param name="bestLoss">The smallest held-out loss so far.</param>
    /// <param name="bestEpoch">Its epoch.</param>
    /// <param name="kept">How many checkpoints are kept.</param>
    public static void Write(RunPaths paths, FitContext context, double? bestLoss, int bestEpoch, int kept)
    {
        FitState state = context.State();
        OrderedDictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        Add(tensors, OfModel, context.Trainer.Model.StateDict());
        Add(tensors, OfOptimizer, context.Trainer.Optimizer.StateDict());
        Add(tensors, OfBest, state.BestParameters ?? new Dictionary<string, Tensor>());
        string json = JsonSerializer.Serialize(CheckpointState.Of(state, bestLoss, bestEpoch), RunJson.Compact.CheckpointState);
        Directory.CreateDirectory(paths.Checkpoints);
        SafeTensors.Write(PathOf(paths, state.Steps), tensors, new Dictionary<string, string> { [StateKey] = json });
        foreach (string old in All(paths).SkipLast(kept))
        {
            File.Delete(old);
        }
    }

    /// <summary>The checkpoints of a run, the oldest first.</summary>
    public static IReadOnlyList<string> All(RunPaths paths) => !Directory.Exists(paths.Checkpoints) ? [] :
    [
        .. Directory.EnumerateFiles(paths.Checkpoints, $"{Prefix}*{Suffix}").Select(static path => (Path: path, Step: StepOf(path)))
            .Where(static pair => pair.Step is not null).OrderBy(static pair => pair.Step).Select(static pair => pair.Path),
    ];

    /// <summary>Loads the last checkpoint.</summary>
    /// <returns>Where it stands; null if there is none.</returns>
    /// <exception cref="DataFormatException">It is damaged, or of another network.</exception>
    public static (CheckpointState Position, FitState State)? Load(RunPaths paths, Module network, Optimizer optimizer)
    {
        if (All(paths) is not [.., string path])
        {
            return null;
        }

        OrderedDictionary<string, Tensor> tensors;
        string? json;
        using (SafeTensorsFile file = new(path))
        {
            json = file.Metadata.GetValueOrDefault(StateKey);
        }

        tensors = SafeTensors.Read(path);
        try
        {
            CheckpointState position = JsonSerializer.Deserialize(json ?? "null", RunJson.Compact.CheckpointState) ?? throw new JsonException("there is no state");
            Dictionary<string, Tensor> best = Part(tensors, OfBest);
            network.LoadStateDict(Part(tensors, OfModel));
            optimizer.LoadStateDict(Part(tensors, OfOptimizer));
            FitState state = position.ToFitState() with { BestParameters = best.Count == 0 ? null : best };
            return (position, state);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new DataFormatException(
                path, null, $"it is no checkpoint of this run: {exception.Message.TrimEnd('.')}", "delete the file to go on from the one before", exception);
        }
    }

    private static string PathOf(RunPaths paths, long step) =>
        Path.Combine(paths.Checkpoints, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D8}{Suffix}"));

    private static long? StepOf(string path) =>
        long.TryParse(Path.GetFileName(path)[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : null;

    private static void Add(OrderedDictionary<string, Tensor> all, string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        foreach ((string name, Tensor tensor) in tensors)
        {
            all.Add(prefix + name, tensor);
        }
    }

    private static Dictionary<string, Tensor> Part(OrderedDictionary<string, Tensor> all, string prefix) =>
        all.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(pair => pair.Key[prefix.Length..], static pair => pair.Value);
}
