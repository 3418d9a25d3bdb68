using Hillock.Charts.CommandLine;
using Hillock.Data;
using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>
/// Minibatches whose examples are changed at random as they are shown, each by the seed, the epoch and its own row alone, and whose mixtures are made by the
/// seed, the epoch and the batch: training that goes on anywhere sees the same.
/// </summary>
internal sealed class Augmentation : IBatchSource
{
    private const int Border = 8; // a part of a picture is moved by up to an eighth of it
    private const int ChoicePart = 64, MixturePart = 65; // those of a picture's own changes are the first ones

    private readonly Minibatches _batches;
    private readonly IImageTransform? _each;
    private readonly IBatchTransform[] _mixtures;
    private readonly ulong _seed;
    private int _epoch;

    private Augmentation(Minibatches batches, IImageTransform? each, IBatchTransform[] mixtures, ulong seed) =>
        (_batches, _each, _mixtures, _seed) = (batches, each, mixtures, seed);

    /// <summary>What examples may be changed by.</summary>
    public static IReadOnlyList<string> Names { get; } = ["flip", "vertical-flip", "crop", "mixup", "cutmix"];

    /// <inheritdoc/>
    public int BatchCount => _batches.BatchCount;

    /// <summary>Refuses changes that the data or the loss does not allow.</summary>
    /// <exception cref="CommandException">There is one.</exception>
    public static void Check(TrainSettings settings, RunData data, ModelDescription description)
    {
        foreach (string name in settings.Augment)
        {
            bool isMixture = name is "mixup" or "cutmix";
            if (data.Kind == RunKind.Text || (data.Kind == RunKind.Table && name != "mixup"))
            {
                string what = data.Kind == RunKind.Text ? "a text" : "a table, whose columns have no places";
                throw new CommandException(
                    $"--augment {name} is about pictures, but {data.Name} is {what}; " +
                    (data.Kind == RunKind.Text ? "leave it out." : "leave it out, or take mixup, which mixes the rows of classes."), ExitCode.Usage);
            }

            if (isMixture && (data.Output != ModelOutput.Classes || description.Loss != LossChoice.Default(true).Name))
            {
                throw new CommandException(
                    $"--augment {name} makes shares of several classes, which " +
                    (data.Output != ModelOutput.Classes ? "a target of numbers has not; leave it out."
                        : $"the loss {description.Loss} does not take; leave it out, or --loss."), ExitCode.Usage);
            }
        }
    }

    /// <summary>The batches of a training.</summary>
    /// <param name="settings">How is trained.</param>
    /// <param name="data">What on.</param>
    /// <param name="epochs">The epochs in all.</param>
    /// <param name="joinsLastRow">Whether a single row at the end of an epoch joins the batch before it.</param>
    public static Augmentation Of(TrainSettings settings, RunData data, int epochs, bool joinsLastRow = false)
    {
        Minibatches batches = Plain(settings, data, epochs, joinsLastRow);
        List<IImageTransform> each = [];
        List<IBatchTransform> mixtures = [];
        foreach (string name in settings.Augment.Distinct())
        {
            switch (name)
            {
                case "flip":
                    each.Add(new RandomHorizontalFlip());
                    break;
                case "vertical-flip":
                    each.Add(new RandomVerticalFlip());
                    break;
                case "crop":
                    (int height, int width) = (data.ExampleShape[1], data.ExampleShape[2]);
                    each.Add(new RandomCrop((height, width), padding: (Math.Max(1, height / Border), Math.Max(1, width / Border))));
                    break;
                case "mixup":
                    mixtures.Add(new MixUp(classes: data.Outputs));
                    break;
                default:
                    mixtures.Add(new CutMix(classes: data.Outputs));
                    break;
            }
        }

        return new Augmentation(batches, each.Count == 0 ? null : new Compose([.. each]), [.. mixtures], settings.Seed);
    }

    /// <summary>The same batches without the changes.</summary>
    public static Minibatches Plain(TrainSettings settings, RunData data, int epochs, bool joinsLastRow) => new(
        data.Inputs, data.Targets, settings.BatchSize, settings.Seed, settings.Balance ? epochs - settings.NaturalEpochs : 0, joinsLastRow: joinsLastRow);

    /// <inheritdoc/>
    public void StartEpoch(int epoch)
    {
        _epoch = epoch;
        _batches.StartEpoch(epoch);
    }

    /// <inheritdoc/>
    public (Tensor Inputs, Tensor Targets) Batch(int index)
    {
        (Tensor inputs, Tensor targets) = _batches.Batch(index);
        inputs = _each is null ? inputs : _each.ApplyToEach(inputs, _seed, _epoch, _batches.Rows(index));
        if (_mixtures.Length == 0)
        {
            return (inputs, targets);
        }

        Philox random = TransformKey.Of(_seed, _epoch, index);
        IBatchTransform mixture = _mixtures[(int)(TransformKey.Part(random, ChoicePart).Bits64(0) % (ulong)_mixtures.Length)];

        // The rows of a table are mixed as pictures of one pixel are.
        Tensor pictures = inputs.Rank == 4 ? inputs : inputs.Reshape([inputs.Shape[0], inputs.Length / inputs.Shape[0], 1, 1]);
        (Tensor mixed, Tensor shares) = mixture.Apply(pictures, targets, TransformKey.Part(random, MixturePart));
        return (inputs.Rank == 4 ? mixed : mixed.Reshape(inputs.Shape), shares);
    }
}
