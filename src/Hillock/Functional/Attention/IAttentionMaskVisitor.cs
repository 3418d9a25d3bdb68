using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>What is done with the masks that an <see cref="AttentionMask"/> is made of.</summary>
internal interface IAttentionMaskVisitor
{
    void VisitCausal(CausalMask mask);

    /// <summary>Truth values, and what true means.</summary>
    void VisitTruth(AttentionMask mask, Tensor truth, bool visible);

    /// <summary>Numbers to add to the scores.</summary>
    void VisitBias(AttentionMask mask, Tensor bias);
}
