namespace Hillock.Losses;

/// <summary>What the mean of no losses is: of an empty batch, of one whose rows are all ignored, or of weights that add up to 0.</summary>
public enum EmptyMean
{
    /// <summary>NaN, as 0/0 and PyTorch have it.</summary>
    NaN,

    /// <summary>0, with gradients that are 0: such a batch changes nothing.</summary>
    Zero,

    /// <summary>An <see cref="InvalidOperationException"/>.</summary>
    Throw,
}
