namespace Hillock.Cli.RunFolders;

/// <summary>
/// The run that another replaces: it is set aside, comes back where the new one fails before its first checkpoint, and is taken away after that.
/// </summary>
/// <remarks>
/// The record goes first and comes back last, so that a folder with a record and a run aside is one where the new run was begun, and a folder without a record
/// one where a process was killed while it moved files.
/// </remarks>
internal static class RunAside
{
    /// <summary>Sets the run aside, if there is one. One that is aside already stays, for what replaced it has no checkpoint.</summary>
    public static void Put(RunPaths paths)
    {
        if (!File.Exists(paths.Record))
        {
            return;
        }

        if (File.Exists(paths.Aside.Record) && !paths.CheckpointFiles().Any())
        {
            Delete(paths.Files().Reverse());
            return;
        }

        Drop(paths);
        foreach (string path in paths.Files().Reverse())
        {
            Move(path, paths.Folder, paths.Aside.Folder);
        }
    }

    /// <summary>Brings the run back in the place of the one that failed; nothing if none is aside.</summary>
    public static void BringBack(RunPaths paths)
    {
        if (!File.Exists(paths.Aside.Record))
        {
            return;
        }

        // What is here is the failed run's, unless a process was killed in the middle: then what is aside too comes in its place.
        if (File.Exists(paths.Record))
        {
            Delete(paths.Files().Reverse());
        }

        foreach (string path in paths.Aside.Files())
        {
            Move(path, paths.Aside.Folder, paths.Folder);
        }

        Drop(paths);
    }

    /// <summary>Takes the run away; nothing if none is aside.</summary>
    public static void Drop(RunPaths paths)
    {
        if (!Directory.Exists(paths.Aside.Folder))
        {
            return;
        }

        Delete(paths.Aside.Files().Reverse());
        foreach (string folder in (string[])[paths.Aside.Checkpoints, paths.Aside.TensorBoard, paths.Aside.Folder])
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }

    /// <summary>Whether a run is aside whose successor has no checkpoint, and may have no more than a record.</summary>
    public static bool IsWaiting(RunPaths paths) => File.Exists(paths.Aside.Record) && !paths.CheckpointFiles().Any();

    /// <summary>
    /// Brings back what a process that was killed had set aside, or had begun to: the run that was to come in its place has no checkpoint,
    /// unless it is to go on.
    /// One that has a checkpoint has replaced the other.
    /// </summary>
    /// <param name="paths">The run.</param>
    /// <param name="goesOn">Whether the run that was begun goes on.</param>
    /// <returns>What is to be told of it; null for nothing.</returns>
    public static string? Recover(RunPaths paths, bool goesOn)
    {
        if (!File.Exists(paths.Aside.Record))
        {
            return null;
        }

        using IDisposable held = RunLock.Take(paths);
        bool hasRecord = File.Exists(paths.Record);
        if (hasRecord && paths.CheckpointFiles().Any())
        {
            Drop(paths);
            return null;
        }

        if (hasRecord && goesOn)
        {
            return $"The run that this one replaces is in {paths.Aside.Folder} until the first checkpoint.";
        }

        BringBack(paths);
        return hasRecord ? $"The run in {paths.Folder} is the one before again: what was to replace it was ended before its first checkpoint." : null;
    }

    private static void Move(string path, string from, string to)
    {
        string place = Path.Combine(to, Path.GetRelativePath(from, path));
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.Move(path, place, overwrite: true);
    }

    private static void Delete(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            File.Delete(path);
        }
    }
}
