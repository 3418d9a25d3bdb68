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

    /// <summary>Where the run before is until this one has a checkpoint.</summary>
    public RunPaths Aside => new(Path.Combine(Folder, ".before"));

    /// <summary>The files of the logs that are there.</summary>
    public IEnumerable<string> Logs() => Present(Folder, Path.GetFileName(Log)).Concat(Present(TensorBoard, "events.out.tfevents.*"));

    /// <summary>The checkpoints that are there.</summary>
    public IEnumerable<string> CheckpointFiles() => Present(Checkpoints, "checkpoint-*.safetensors");

    /// <summary>The files that a run wrote, its record last; others in the folder are not its own.</summary>
    public IEnumerable<string> Files() =>
    [
        .. Logs(), .. CheckpointFiles(), .. Present(Checkpoints, Path.GetFileName(Best)),
        .. ((string[])[Model, Weights, Report, Record]).SelectMany(path => Present(Folder, Path.GetFileName(path))),
    ];

    private static string[] Present(string folder, string pattern) => Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];
}
