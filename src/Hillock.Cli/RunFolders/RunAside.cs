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

    /// <summary>Brings back what a process that was killed had begun to set aside.</summary>
    public static void Recover(RunPaths paths)
    {
        if (File.Exists(paths.Aside.Record) && !File.Exists(paths.Record))
        {
            using IDisposable held = RunLock.Take(paths);
            if (!File.Exists(paths.Record))
            {
                BringBack(paths);
            }
        }
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
