namespace Hillock.Losses;

/// <summary>An element-wise loss whose elements can have weights; their mean divides by the number of elements, not by the weights.</summary>
public interface IWeightedLoss : IElementwiseLoss;
