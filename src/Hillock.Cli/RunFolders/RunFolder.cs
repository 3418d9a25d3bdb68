using System.Globalization;
using Hillock.Charts.CommandLine;
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
        ["run.json", "model.json", "model.safetensors", "metrics.jsonl", "report.html", ".lock", "checkpoints", "tensorboard"];

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

        string?[] names = [.. Directory.EnumerateFileSystemEntries(paths.Folder).Select(Path.GetFileName)];
        if (Array.Find(names, name => !Own.Contains(name) && !IsHalf(name!)) is { } other)
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

    /// <summary>Makes the folder, and takes away the run that was there.</summary>
    public static void Begin(RunPaths paths)
    {
        DeleteHalves(paths);
        File.Delete(paths.Record); // first: what is left is no run
        foreach (string path in (string[])[paths.Model, paths.Weights, paths.Report])
        {
            File.Delete(path);
        }

        DeleteLogs(paths);
        if (Directory.Exists(paths.Checkpoints))
        {
            Directory.Delete(paths.Checkpoints, recursive: true);
        }

        Directory.CreateDirectory(paths.Checkpoints);
    }

    /// <summary>Takes away what a training wrote that begins anew.</summary>
    public static void DeleteLogs(RunPaths paths)
    {
        File.Delete(paths.Log);
        if (Directory.Exists(paths.TensorBoard))
        {
            Directory.Delete(paths.TensorBoard, recursive: true);
        }
    }

    /// <summary>The fault that a run has more epochs than it is to have.</summary>
    public static CommandException TooFewEpochs(RunPaths paths, int has, int epochs) => new(string.Create(
        CultureInfo.InvariantCulture, $"{paths.Folder} has {has} epochs already, more than {epochs}; give a larger --epochs."));

    /// <summary>The record of a run.</summary>
    /// <exception cref="CommandException">There is no run.</exception>
    /// <exception cref="DataFormatException">The record is damaged, or a later tool's.</exception>
    public static RunRecord Open(RunPaths paths) => File.Exists(paths.Record) ? RunRecord.Read(paths.Record) : throw new CommandException(
        Directory.Exists(paths.Folder) ? $"{paths.Folder} has no run.json and is no run; name a folder that hillock train wrote."
            : $"{paths.Folder}: there is no such folder; name one that hillock train wrote.");

    /// <summary>The network of a run with its weights.</summary>
    /// <exception cref="CommandException">It has no weights yet.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or does not fit the others.</exception>
    public static (RunRecord Record, ModelDescription Description, Module Network) Load(RunPaths paths)
    {
        RunRecord record = Open(paths);
        ModelDescription description = ModelDescription.Load(paths.Model);
        if (!File.Exists(paths.Weights))
        {
            throw new CommandException($"{paths.Folder} has no model.safetensors yet: its training wrote no checkpoint; go on with hillock train --resume.");
        }

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

        return (record, description, network);
    }

    private static bool IsHalf(string name) => name.StartsWith('.') && name.EndsWith(".tmp", StringComparison.Ordinal)
        && Own.Append(Path.GetFileName(new RunPaths("").Best)).Any(own => name.StartsWith($".{own}.", StringComparison.Ordinal));

    private static string Describe(RunPaths paths)
    {
        try
        {
            RunRecord record = RunRecord.Read(paths.Record);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"a run already ({record.Data}, {record.FinishedEpochs} of {record.Epochs} epochs{(record.IsFinished ? ", finished" : "")})");
        }
        catch (DataFormatException)
        {
            return "a run already, whose run.json cannot be read";
        }
    }
}
