using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Reports;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Serialization;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>The folder of a run.</summary>
internal static class RunFolder
{
    private static readonly string[] Own =
        ["run.json", "model.json", "model.safetensors", "metrics.jsonl", "report.html", "best.safetensors"];

    /// <summary>Refuses a folder that a new run would spoil.</summary>
    /// <exception cref="CommandException">There is a run, other files, or no folder but a file.</exception>
    public static void RequireFree(RunPaths paths, bool overwrite)
    {
        if (File.Exists(paths.Folder))
        {
            throw new CommandException($"--output expects a folder but {paths.Folder} is a file; name another.");
        }

        if (!Directory.Exists(paths.Folder))
        {
            return;
        }

        if (File.Exists(paths.Record))
        {
            if (!overwrite)
            {
                throw new CommandException(
                    $"{paths.Folder} has {Describe(paths)}; go on with it by --resume, replace it by --overwrite, or name another folder.");
            }

            return;
        }

        // run.json is the first thing that a run writes: without it nothing in the folder is a run's, whatever its name.
        string?[] names = [.. Directory.EnumerateFileSystemEntries(paths.Folder).Select(Path.GetFileName)];
        if (Array.Find(names, name => name != Path.GetFileName(paths.Lock) && !IsHalf(name!, paths.Record)) is { } other)
        {
            throw new CommandException($"{paths.Folder} is no run and has other files, such as {other}; name a new folder.");
        }
    }

    /// <summary>Takes away what a process that was killed had begun to write.</summary>
    public static void DeleteHalves(RunPaths paths)
    {
        foreach (string folder in (string[])[paths.Folder, paths.Checkpoints])
        {
            string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, ".*.tmp") : [];
            foreach (string path in files.Where(static path => IsHalf(Path.GetFileName(path))))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Makes the folder for a new run, and sets the run aside that was there.</summary>
    /// <param name="paths">The run.</param>
    /// <param name="record">What the new run is; it is written first, so that all that comes after it is a run's.</param>
    public static void Begin(RunPaths paths, RunRecord record)
    {
        DeleteHalves(paths);
        RunAside.Put(paths);
        record.Write(paths.Record);
        Directory.CreateDirectory(paths.Checkpoints);
    }

    /// <summary>Takes away what a training wrote that begins anew.</summary>
    public static void DeleteLogs(RunPaths paths)
    {
        foreach (string path in paths.Logs())
        {
            File.Delete(path);
        }
    }

    /// <summary>The fault that a run has more epochs than it is to have.</summary>
    public static CommandException TooFewEpochs(RunPaths paths, int has, int epochs) => new(string.Create(
        CultureInfo.InvariantCulture, $"{paths.Folder} has {Plural.Of(has, "epoch")} already, more than {epochs}; give a larger --epochs."));

    /// <summary>The record of a run.</summary>
    /// <exception cref="CommandException">There is no run.</exception>
    /// <exception cref="DataFormatException">The record is damaged, or a later tool's.</exception>
    public static RunRecord Open(RunPaths paths) => File.Exists(paths.Record) ? RunRecord.Read(paths.Record) : throw new CommandException(
        Directory.Exists(paths.Folder) ? $"{paths.Folder} has no run.json and is no run; name a folder that hillock train wrote."
            : $"RUN {paths.Folder}: there is no such folder{Nearby.Run(paths.Folder)}");

    /// <summary>The network of a run with its weights.</summary>
    /// <exception cref="CommandException">It has no weights yet.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or does not fit the others.</exception>
    public static (RunRecord Record, ModelDescription Description, Module Network) Load(RunPaths paths)
    {
        RunRecord record = Open(paths);
        if (!File.Exists(paths.Model) && !RunAside.IsWaiting(paths))
        {
            throw new CommandException($"{paths.Folder} has no model.json, which says what the network is; bring it back, or train anew with hillock " +
                "train --overwrite.");
        }

        if (!File.Exists(paths.Weights))
        {
            throw new CommandException($"{paths.Folder} has no model.safetensors yet: its training wrote no checkpoint; {Before(paths)}go on with " +
                $"hillock train --resume --output {ShellWord.Quote(paths.Folder)}.");
        }

        ModelDescription description = ModelDescription.Load(paths.Model);
        Module network = description.Build(0);
        OrderedDictionary<string, Tensor> weights = SafeTensors.Read(paths.Weights);
        try
        {
            network.LoadStateDict(weights);
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException(
                paths.Weights, null, $"the weights are not those of {paths.Model}: {ErrorLine.Of(exception).TrimEnd('.')}", "put both files of one run there",
                exception);
        }

        RunCheck.RequireFitting(description, network, paths.Model);
        return (record, description, network);
    }

    // A process that was killed before its first checkpoint has left the run that it was to replace.
    private static string Before(RunPaths paths) => RunAside.IsWaiting(paths)
        ? $"the run that it was to replace is in {paths.Aside.Folder}, and any other hillock train --output {ShellWord.Quote(paths.Folder)} brings it " +
            $"back; " : "";

    private static bool IsHalf(string name) => Own.Any(own => IsHalf(name, own));

    private static bool IsHalf(string name, string path) =>
        name.EndsWith(".tmp", StringComparison.Ordinal) && name.StartsWith($".{Path.GetFileName(path)}.", StringComparison.Ordinal);

    private static string Describe(RunPaths paths)
    {
        try
        {
            RunRecord record = RunRecord.Read(paths.Record);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"a run already ({record.Data}, {record.FinishedEpochs} of {Plural.Of(record.Epochs, "epoch")}{(record.IsFinished ? ", finished" : "")})");
        }
        catch (DataFormatException)
        {
            return "a run already, whose run.json cannot be read";
        }
    }
}
