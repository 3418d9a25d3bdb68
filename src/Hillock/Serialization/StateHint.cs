using System.Globalization;

namespace Hillock.Serialization;

/// <summary>What a file is that was taken for a network's state, and which call fits it.</summary>
internal static class StateHint
{
    /// <summary>What to say in the place of a list of names; null for a file that may well be a network's.</summary>
    /// <param name="names">The names of its tensors.</param>
    /// <param name="metadata">What it says of itself, by key.</param>
    internal static string? Of(IReadOnlyCollection<string> names, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.ContainsKey(Checkpoint.Key))
        {
            IEnumerable<string> parts = Checkpoint.Parts
                .Select(part => (Part: part[..^1], Count: names.Count(name => name.StartsWith(part, StringComparison.Ordinal))))
                .Where(static part => part.Count > 0).Select(static part => string.Create(CultureInfo.InvariantCulture, $"{part.Part} ({part.Count} tensors)"));
            return $"this is a checkpoint, which holds {string.Join(", ", parts)}; load the model by " +
                "model.LoadStateDict(Checkpoint.Read(path).Model), or model and optimizer by trainer.Resume(Checkpoint.Read(path)).";
        }

        if (metadata.TryGetValue(OptimizerFiles.KindKey, out string? kind))
        {
            return $"this is the state of an optimizer, {kind}; load it by optimizer.Load(path), and the model from its own file.";
        }

        return names.Any(static name => name.StartsWith("state.0.", StringComparison.Ordinal))
            ? "these are the names of an optimizer's state; load the model from its own file or, of a checkpoint of PyTorch, by the key of the model, such " +
                "as model.Load(path, key: \"model_state_dict\")."
            : null;
    }
}
