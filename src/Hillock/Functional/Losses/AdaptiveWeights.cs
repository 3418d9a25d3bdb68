using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>What an adaptive softmax computes with.</summary>
/// <param name="Head">The head's weight, <c>[short list + clusters, features]</c>.</param>
/// <param name="HeadBias">The head's bias, or null.</param>
/// <param name="Clusters">Of each cluster the projection <c>[hidden, features]</c> and the weight <c>[classes, hidden]</c>.</param>
/// <param name="Cutoffs">The first class of each cluster, and the number of classes.</param>
internal sealed record AdaptiveWeights(Tensor Head, Tensor? HeadBias, (Tensor Projection, Tensor Weight)[] Clusters, int[] Cutoffs)
{
    /// <summary>The same in another type, differentiable.</summary>
    internal AdaptiveWeights To(DataType type) => this with
    {
        Head = Head.To(type),
        HeadBias = HeadBias?.To(type),
        Clusters = [.. Clusters.Select(cluster => (cluster.Projection.To(type), cluster.Weight.To(type)))],
    };
}
