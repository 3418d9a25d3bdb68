namespace Hillock.Training;

/// <summary>What can be wrong with a network, the gravest first.</summary>
public enum Ailment
{
    /// <summary>The loss became infinite or NaN.</summary>
    Diverged,

    /// <summary>The gradient is far larger in the first layer than in the last.</summary>
    ExplodingGradient,

    /// <summary>The gradient is far smaller in the first layer than in the last.</summary>
    VanishingGradient,

    /// <summary>Many units of a layer have slope 0 on every row: dying ReLU.</summary>
    DyingUnits,

    /// <summary>Many more outputs than usual lie on the flat parts of the activation.</summary>
    Saturation,

    /// <summary>The mean output of a layer outweighs its variation, and moves the inputs of the next layer.</summary>
    BiasShift,

    /// <summary>No output of a layer is negative, so that all weights of a unit behind it move in one direction at a time.</summary>
    ZigZag,

    /// <summary>The size of the inputs changes what the network does, not only the size of its outputs.</summary>
    BuiltInScale,

    /// <summary>The held-out score is no better than that of a guess without a look at the features.</summary>
    NoBetterThanGuess,

    /// <summary>What is learnt of the training rows does not hold for others.</summary>
    Overfitting,

    /// <summary>The held-out loss was still falling when training ended.</summary>
    Unfinished,

    /// <summary>Nearly all rows are of one class, so that an accuracy says little.</summary>
    Imbalance,
}
