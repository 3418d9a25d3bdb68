namespace Hillock.Training;

/// <summary>How much a wrong class counts in Cohen's kappa.</summary>
public enum KappaWeights
{
    /// <summary>Every wrong class as much.</summary>
    None,

    /// <summary>By the distance of the two classes' numbers, for classes in an order such as grades.</summary>
    Linear,

    /// <summary>By the square of the distance.</summary>
    Quadratic,
}
