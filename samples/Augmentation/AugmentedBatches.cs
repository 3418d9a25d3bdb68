using Hillock.Data;
using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Samples.Augmentation;

/// <summary>Minibatches of pictures, each picture and each batch transformed by the key of the seed, the epoch and its number.</summary>
internal sealed class AugmentedBatches(
    Tensor pictures, Tensor classes, int batchSize, ulong seed, IImageTransform? ofPictures = null, IBatchTransform? ofBatches = null) : IBatchSource
{
    // Batches draw other numbers than pictures.
    private const ulong OfBatches = 0x9E3779B97F4A7C15;

    private readonly BatchSampler _sampler = new(pictures.Shape[0], batchSize, seed);

    public int BatchCount => _sampler.BatchCount;

    public void StartEpoch(int epoch) => _sampler.StartEpoch(epoch);

    public (Tensor Inputs, Tensor Targets) Batch(int index)
    {
        ReadOnlySpan<int> rows = _sampler.Batch(index);
        Tensor places = Tensor.From(rows).To(DataType.Int64);
        Tensor x = F.IndexSelect(pictures, 0, places), t = F.IndexSelect(classes, 0, places);
        x = ofPictures?.ApplyToEach(x, seed, _sampler.Epoch, rows) ?? x;
        return ofBatches?.Apply(x, t, TransformKey.Of(seed ^ OfBatches, _sampler.Epoch, index)) ?? (x, t);
    }
}
