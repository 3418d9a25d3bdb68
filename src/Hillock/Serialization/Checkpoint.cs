using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>All that training needs to go on as if it had never been interrupted, in one safetensors file.</summary>
/// <remarks>
/// <para>
/// The tensors stand under <c>model.</c>, <c>optimizer.</c>, <c>average.</c> and <c>best.</c> and their own names, so that any reader of the format finds the
/// weights; all else is JSON in the metadata <c>hillock.checkpoint</c>. Numbers keep every bit. A file is replaced as a whole, as by <see cref="SafeTensors"/>.
/// </para>
/// <para>
/// A checkpoint that is made of a network's and an optimizer's state shares their memory: write it before the next step. Schedules have no state of their own:
/// <see cref="Epoch"/> and <see cref="Steps"/> are their position. Nothing but what is put in is kept: what only its owner knows, such as random numbers of a
/// module of your own that is no <c>IRandomModule</c>, goes to <see cref="Settings"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// new Checkpoint { Model = model.StateDict(), Optimizer = optimizer.StateDict(), Epoch = 3 }.Write("run.safetensors");
/// Checkpoint kept = Checkpoint.Read("run.safetensors");
/// model.LoadStateDict(kept.Model);
/// optimizer.LoadStateDict(kept.Optimizer);
/// </code>
/// </example>
public sealed record Checkpoint
{
    internal const string Key = "hillock.checkpoint";

    private const string ModelPart = "model.", OptimizerPart = "optimizer.", AveragePart = "average.", BestPart = "best.";

    /// <summary>What the names of the tensors of each part begin with in a file.</summary>
    internal static IReadOnlyList<string> Parts { get; } = [ModelPart, OptimizerPart, AveragePart, BestPart];

    private static readonly OrderedDictionary<string, Tensor> NoTensors = [];

    /// <summary>The network's parameters and buffers.</summary>
    public required IReadOnlyDictionary<string, Tensor> Model { get; init; }

    /// <summary>The optimizer's state; empty without one.</summary>
    public IReadOnlyDictionary<string, Tensor> Optimizer { get; init; } = NoTensors;

    /// <summary>
    /// The kind of the optimizer, as <c>optimizer.GetType().Name</c>, or null where it is not known: <c>Trainer.Resume</c> refuses the state of another.
    /// </summary>
    public string? OptimizerKind { get; init; }

    /// <summary>Moving averages of the weights, as <c>ExponentialMovingAverage.StateDict</c> gives them; empty without any.</summary>
    public IReadOnlyDictionary<string, Tensor> Average { get; init; } = NoTensors;

    /// <summary>The parameters of the best epoch so far; empty without any.</summary>
    public IReadOnlyDictionary<string, Tensor> Best { get; init; } = NoTensors;

    /// <summary>The value that <see cref="Best"/> came to, or null.</summary>
    public double? BestValue { get; init; }

    /// <summary>The epochs since then.</summary>
    public int EpochsSinceBest { get; init; }

    /// <summary>The epoch under way, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>How many of its batches are done.</summary>
    public int Batch { get; init; }

    /// <summary>How many batches it has; 0 where it is not known.</summary>
    public int BatchCount { get; init; }

    /// <summary>The optimizer's steps since training began: what <see cref="CheckpointFolder"/> orders by.</summary>
    public long Steps { get; init; }

    /// <summary>The sum of the losses of the epoch's rows so far.</summary>
    public double LossSum { get; init; }

    /// <summary>The rows, or their weights, that <see cref="LossSum"/> is of.</summary>
    public double Rows { get; init; }

    /// <summary>How often each random module has drawn numbers, by its path.</summary>
    public IReadOnlyDictionary<string, ulong> RandomPasses { get; init; } = new OrderedDictionary<string, ulong>();

    /// <summary>The seed of the source that gave the network its streams, or null.</summary>
    public ulong? RandomSeed { get; init; }

    /// <summary>The number of streams that the source had handed out: <c>new RandomSource(seed, streams)</c> goes on there.</summary>
    public long RandomStreams { get; init; }

    /// <summary>What <see cref="CheckpointFolder.Best"/> compares, or null.</summary>
    public double? Score { get; init; }

    /// <summary>What stands between the data and the network, as a text of your own, such as JSON; null without any.</summary>
    public string? Preprocessing { get; init; }

    /// <summary>Settings by name, as texts of your own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new OrderedDictionary<string, string>();

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The checkpoint, whose tensors are its own.</returns>
    /// <exception cref="DataFormatException">
    /// The file is damaged, has a number that cannot be true, such as a batch behind the last, is no checkpoint, or is one of a later version.
    /// </exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static Checkpoint Read(string path)
    {
        using SafeTensorsFile file = Open(path);
        Checkpoint checkpoint = ReadText(file);
        OrderedDictionary<string, Tensor> model = new(StringComparer.Ordinal), optimizer = new(StringComparer.Ordinal),
            average = new(StringComparer.Ordinal), best = new(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in SafeTensors.ReadAll(file))
        {
            (OrderedDictionary<string, Tensor> part, string prefix) = name switch
            {
                _ when name.StartsWith(ModelPart, StringComparison.Ordinal) => (model, ModelPart),
                _ when name.StartsWith(OptimizerPart, StringComparison.Ordinal) => (optimizer, OptimizerPart),
                _ when name.StartsWith(AveragePart, StringComparison.Ordinal) => (average, AveragePart),
                _ when name.StartsWith(BestPart, StringComparison.Ordinal) => (best, BestPart),
                _ => throw new DataFormatException(
                    path, $"tensor \"{name}\"", "a checkpoint has names that start with model., optimizer., average. or best.",
                    "read it with SafeTensors.Read"),
            };
            part.Add(name[prefix.Length..], tensor);
        }

        return checkpoint with { Model = model, Optimizer = optimizer, Average = average, Best = best };
    }

    /// <summary>Writes the file, completely or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="progress">Is told how far it is, on this thread, or null.</param>
    /// <param name="cancellationToken">Stops the writing; the file is then as it was.</param>
    /// <exception cref="ArgumentException">A number cannot be true: <see cref="Read"/> would refuse the file.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written to.</exception>
    public void Write(string path, IProgress<SavingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (CheckpointRules.Fault(this) is { } fault)
        {
            throw new ArgumentException($"A checkpoint that would not be read again: {fault.Field}: {fault.Problem}; set it to where training stands.");
        }

        OrderedDictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        foreach ((string prefix, IReadOnlyDictionary<string, Tensor> part) in
            new[] { (ModelPart, Model), (OptimizerPart, Optimizer), (AveragePart, Average), (BestPart, Best) })
        {
            foreach ((string name, Tensor tensor) in part)
            {
                tensors.Add(prefix + name, tensor);
            }
        }

        SafeTensors.Write(path, tensors, new Dictionary<string, string> { [Key] = CheckpointText.Write(this) }, progress, cancellationToken);
    }

    /// <summary>Opens a checkpoint; what is damaged is told with what helps.</summary>
    internal static SafeTensorsFile Open(string path)
    {
        if (StateFile.IsAnotherThanSafeTensors(path))
        {
            throw new DataFormatException(
                path, null, "this is a file of PyTorch or NumPy, or an index of shards, and no checkpoint of Hillock", "load its weights by model.Load(path)");
        }

        try
        {
            return new SafeTensorsFile(path);
        }
        catch (DataFormatException exception)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>What the file says beside its tensors.</summary>
    internal static Checkpoint ReadText(SafeTensorsFile file)
    {
        if (!file.Metadata.TryGetValue(Key, out string? text))
        {
            throw new DataFormatException(file.Source, null, "it has tensors, but is no checkpoint", "load it as a model, or with SafeTensors.Read");
        }

        try
        {
            return CheckpointText.Read(text, file.Source);
        }
        catch (DataFormatException exception) when (exception.Remedy != CheckpointText.OtherVersion)
        {
            throw Damaged(exception);
        }
    }

    private static DataFormatException Damaged(DataFormatException exception) => new(
        exception.DataSource, exception.Place, exception.Problem,
        "the checkpoint is damaged: go on from the one before it, or delete this file if there is a better one", exception);
}
