using Hillock.Activations;
using Hillock.Data;
using Hillock.Data.Transforms;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Samples.Augmentation;

/// <summary>How pictures are changed while a network learns.</summary>
internal enum Method
{
    None,
    FlipAndCrop,
    MixUp,
    CutMix,
}

/// <summary>One network, one set of pictures, and the accuracy on others, by method and seed.</summary>
internal sealed class Experiment
{
    internal const int BatchSize = 64;
    internal const double LearningRate = 0.002;

    private const int Classes = 10;

    private readonly Tensor _pictures, _classes, _testPictures, _testClasses;

    internal Experiment(string folder)
    {
        (_pictures, _classes) = Read(folder, isTraining: true);
        (_testPictures, _testClasses) = Read(folder, isTraining: false);
    }

    internal string Describe() => $"{_pictures.Shape[0]} pictures to train on, {_testPictures.Shape[0]} to test";

    internal static string Name(Method method) => method switch
    {
        Method.None => "none",
        Method.FlipAndCrop => "flip and crop",
        Method.MixUp => "MixUp",
        _ => "CutMix",
    };

    /// <summary>The share of test pictures that are told after the last epoch.</summary>
    internal double Run(Method method, ulong seed, int epochs, CancellationToken cancellationToken)
    {
        RandomSource random = new(seed);
        Sequential network = new(
            new Conv2d(1, 16, 3, padding: 1, random: random), new Activation<Relu>(), new MaxPool2d(2),
            new Conv2d(16, 32, 3, padding: 1, random: random), new Activation<Relu>(), new MaxPool2d(2),
            new Flatten(), new Linear(32 * 7 * 7, Classes, random: random));
        IImageTransform? ofPictures = method == Method.FlipAndCrop ? new Compose(new RandomHorizontalFlip(), new RandomCrop(28, padding: 2)) : null;
        IBatchTransform? ofBatches = method switch
        {
            Method.MixUp => new MixUp(alpha: 0.2, classes: Classes),
            Method.CutMix => new CutMix(alpha: 1, classes: Classes),
            _ => null,
        };
        Trainer trainer = new(network, new Adam(network.Parameters(), LearningRate), new CrossEntropyLoss());
        AugmentedBatches batches = new(_pictures, _classes, BatchSize, seed, ofPictures, ofBatches);
        trainer.Fit(batches, new FitOptions { Epochs = epochs, Schedule = new CosineSchedule(epochs) }, cancellationToken: cancellationToken);
        return Metrics.Accuracy(trainer.Predict(_testPictures), _testClasses);
    }

    /// <summary>The pair of IDX files whose names begin with "train", or the other pair; white is 1.</summary>
    private static (Tensor Pictures, Tensor Classes) Read(string folder, bool isTraining)
    {
        string images = Find("images-idx3-ubyte"), labels = Find("labels-idx1-ubyte");
        TabularData data = IdxDataset.Read(images, labels);
        int side = (int)Math.Sqrt(data.ColumnCount);
        Tensor pictures = Tensor.From(data.Features.ToArray(), [data.RowCount, 1, side, data.ColumnCount / side]) / 255;
        return (pictures, Tensor.From(data.Classes.ToArray()).To(DataType.Int64));

        string Find(string ending)
        {
            string[] found =
            [
                .. Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) is string name && name.Contains(ending, StringComparison.Ordinal)
                    && name.StartsWith("train", StringComparison.Ordinal) == isTraining),
            ];
            return found.Length == 1 ? found[0] : throw new FileNotFoundException(
                $"{folder} should hold one file {(isTraining ? "train" : "t10k")}-{ending} or .gz but holds {found.Length}; put Fashion-MNIST's four files " +
                "there.");
        }
    }
}
