namespace Hillock.Cli.RunFolders;

/// <summary>Where things are in the folder of a run.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record RunPaths(string Folder)
{
    /// <summary>What the run is: it is there as soon as there is a run.</summary>
    public string Record => Path.Combine(Folder, "run.json");

    /// <summary>The network's layers, its preprocessing and the names of the classes.</summary>
    public string Model => Path.Combine(Folder, "model.json");

    /// <summary>The network's weights.</summary>
    public string Weights => Path.Combine(Folder, "model.safetensors");

    /// <summary>A line of JSON for each epoch.</summary>
    public string Log => Path.Combine(Folder, "metrics.jsonl");

    /// <summary>Where TensorBoard's event files are.</summary>
    public string TensorBoard => Path.Combine(Folder, "tensorboard");

    /// <summary>The page.</summary>
    public string Report => Path.Combine(Folder, "report.html");

    /// <summary>Where checkpoints are.</summary>
    public string Checkpoints => Path.Combine(Folder, "checkpoints");

    /// <summary>The weights of the best epoch so far.</summary>
    public string Best => Path.Combine(Checkpoints, "best.safetensors");

    /// <summary>What a process holds that writes the folder.</summary>
    public string Lock => Path.Combine(Folder, ".lock");
}
