using System.Globalization;
using Hillock.Data;

namespace Hillock.Serialization;

/// <summary>A folder of checkpoints: the last few and the best one are kept. One process writes to it at a time.</summary>
/// <remarks>
/// A checkpoint has its name once it is complete and on the disk, so that a half one is never seen, whenever the program dies; what a program that died has
/// left of one is removed by the next that opens the folder. The file <c>.lock</c> stays in the folder.
/// </remarks>
/// <example>
/// <code>
/// using CheckpointFolder folder = new("run", keep: 3);
/// if (folder.Latest is { } path) { Checkpoint last = Checkpoint.Read(path); /* load it */ }
/// folder.Save(new Checkpoint { Model = model.StateDict(), Optimizer = optimizer.StateDict(), Steps = 100, Score = 0.31 });
/// </code>
/// </example>
public sealed class CheckpointFolder : IDisposable
{
    private const string Start = "checkpoint-", End = ".safetensors";

    private readonly SortedDictionary<long, double?> _scores = [];
    private readonly SortedDictionary<long, string> _damaged = [];
    private readonly int _keep;
    private readonly bool _greaterIsBetter;
    private readonly IDisposable _lock;
    private bool _disposed;

    /// <summary>Opens a folder to write to it, and makes it if it does not exist.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="keep">How many of the last checkpoints to keep, at least 1; the best one is kept besides.</param>
    /// <param name="greaterIsBetter">Whether the greatest <see cref="Checkpoint.Score"/> is the best, as of an accuracy, or the smallest, as of a loss.</param>
    /// <exception cref="IOException">Another program writes to the folder, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public CheckpointFolder(string path, int keep = 3, bool greaterIsBetter = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        Directory.CreateDirectory(path);
        (FullName, _keep, _greaterIsBetter) = (Path.GetFullPath(path), keep, greaterIsBetter);
        _lock = FileLock.TryTake(Path.Combine(FullName, ".lock")) ??
            throw new IOException($"{path}: another program writes checkpoints to this folder; wait for its end, or choose another folder.");

        try
        {
            foreach (string half in Directory.EnumerateFiles(FullName, $".{Start}*.tmp"))
            {
                File.Delete(half);
            }

            foreach (string file in Directory.EnumerateFiles(FullName, $"{Start}*{End}"))
            {
                if (StepsOf(file) is { } steps)
                {
                    Look(file, steps);
                }
            }
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The folder's path.</summary>
    public string FullName { get; }

    /// <summary>Whether the greatest <see cref="Checkpoint.Score"/> is the best.</summary>
    public bool GreaterIsBetter => _greaterIsBetter;

    /// <summary>The file of the checkpoint with the most steps; null without any.</summary>
    public string? Latest => _scores.Count == 0 ? null : FileOf(_scores.Keys.Last());

    /// <summary>The file of the checkpoint with the best score, the first of equal ones; null if none has a score, NaN not counted.</summary>
    public string? Best => BestSteps() is { } steps ? FileOf(steps) : null;

    /// <summary>
    /// The files that have a checkpoint's name but cannot be read, with what is wrong with them: they are passed over, and stay until a checkpoint of as many
    /// steps replaces them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Damaged => new OrderedDictionary<string, string>(
        _damaged.Select(pair => KeyValuePair.Create(FileOf(pair.Key), pair.Value)), StringComparer.Ordinal);

    /// <summary>Writes a checkpoint, then removes those that are neither among the last nor the best.</summary>
    /// <param name="checkpoint">The checkpoint; one of as many steps is replaced.</param>
    /// <returns>Its file.</returns>
    /// <exception cref="InvalidOperationException">The folder has checkpoints of later steps, which would be found instead of this one.</exception>
    /// <exception cref="IOException">The file cannot be written; the folder is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The folder is disposed.</exception>
    public string Save(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(checkpoint.Steps, nameof(checkpoint));
        RequireNoneAfter(checkpoint.Steps);
        string file = FileOf(checkpoint.Steps);
        checkpoint.Write(file);
        _scores[checkpoint.Steps] = checkpoint.Score;
        _damaged.Remove(checkpoint.Steps);
        long? best = BestSteps();
        foreach (long steps in _scores.Keys.SkipLast(_keep).Where(steps => steps != best).ToArray())
        {
            Remove(steps);
        }

        return file;
    }

    /// <summary>Removes the checkpoints of later steps, to go on from an earlier one.</summary>
    /// <param name="steps">The steps of the last one to keep.</param>
    /// <exception cref="ObjectDisposedException">The folder is disposed.</exception>
    public void RemoveAfter(long steps)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        foreach (long later in _scores.Keys.Where(later => later > steps).ToArray())
        {
            Remove(later);
        }
    }

    /// <summary>Lets other programs write to the folder.</summary>
    public void Dispose()
    {
        _disposed = true;
        _lock.Dispose();
    }

    /// <exception cref="InvalidOperationException">There are checkpoints of later steps.</exception>
    internal void RequireNoneAfter(long steps)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_scores.Count > 0 && _scores.Keys.Last() is long last && last > steps)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{FullName} has a checkpoint of step {last}, which would be taken for later than this one of step {steps}; go on from Latest, " +
                $"choose another folder, or remove the later ones with RemoveAfter."));
        }
    }

    private static long? StepsOf(string file)
    {
        string name = Path.GetFileName(file);
        return long.TryParse(name.AsSpan()[Start.Length..^End.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long steps)
            && name == NameOf(steps)
            ? steps
            : null;
    }

    // A file that another program, or the disk, has damaged is no checkpoint to go on from.
    private void Look(string file, long steps)
    {
        try
        {
            using SafeTensorsFile open = Checkpoint.Open(file);
            Checkpoint checkpoint = Checkpoint.ReadText(open);
            if (checkpoint.Steps == steps)
            {
                _scores.Add(steps, checkpoint.Score);
            }
            else
            {
                _damaged.Add(steps, string.Create(
                    CultureInfo.InvariantCulture, $"its steps are {checkpoint.Steps}, but {steps} by the file's name"));
            }
        }
        catch (DataFormatException exception)
        {
            _damaged.Add(steps, exception.Place is null ? exception.Problem : $"{exception.Place}: {exception.Problem}");
        }
    }

    /// <summary>The fault that there are checkpoints, but none that can be read.</summary>
    internal DataFormatException NoneIsWhole(string remedy) => new(
        FullName, null,
        (_damaged.Count == 1 ? "its only checkpoint cannot be read: " : $"none of its {_damaged.Count} checkpoints can be read: ")
            + string.Join("; ", _damaged.Select(static pair => $"{NameOf(pair.Key)} ({pair.Value})")),
        remedy);

    private static string NameOf(long steps) => string.Create(CultureInfo.InvariantCulture, $"{Start}{steps:D12}{End}");

    private string FileOf(long steps) => Path.Combine(FullName, NameOf(steps));

    private void Remove(long steps)
    {
        File.Delete(FileOf(steps));
        _scores.Remove(steps);
    }

    private long? BestSteps()
    {
        (long Steps, double Score)? best = null;
        foreach ((long steps, double? score) in _scores)
        {
            if (score is { } value && !double.IsNaN(value)
                && (best is not { } other || (_greaterIsBetter ? value > other.Score : value < other.Score)))
            {
                best = (steps, value);
            }
        }

        return best?.Steps;
    }
}
