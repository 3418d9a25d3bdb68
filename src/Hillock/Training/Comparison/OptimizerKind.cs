namespace Hillock.Training;

/// <summary>The optimizers that a comparison can train with.</summary>
public enum OptimizerKind
{
    /// <summary><see cref="Optimizers.Adam"/>.</summary>
    Adam,

    /// <summary><see cref="Optimizers.AdamW"/>.</summary>
    AdamW,

    /// <summary><see cref="Optimizers.Sgd"/> with momentum 0.9.</summary>
    Sgd,

    /// <summary><see cref="Optimizers.RmsProp"/>.</summary>
    RmsProp,
}
