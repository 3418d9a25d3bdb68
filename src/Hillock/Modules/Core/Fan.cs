namespace Hillock.Modules;

/// <summary>Which side of a weight an initialisation keeps the variance over.</summary>
public enum Fan
{
    /// <summary>The inputs of one output: the variance of activations stays.</summary>
    In,

    /// <summary>The outputs that one input reaches: the variance of gradients stays.</summary>
    Out,
}
