namespace Hillock.Serialization.Description;

/// <summary>What a network's outputs are.</summary>
public enum ModelOutput
{
    /// <summary>A logit for each class.</summary>
    Classes,

    /// <summary>Numbers, such as those of a regression.</summary>
    Numbers,

    /// <summary>A logit for each word or character that may come next, at each step.</summary>
    Tokens,
}
