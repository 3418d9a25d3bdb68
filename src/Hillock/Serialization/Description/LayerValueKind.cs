namespace Hillock.Serialization.Description;

/// <summary>What an argument of a layer is.</summary>
internal enum LayerValueKind
{
    /// <summary>An <see cref="int"/>.</summary>
    Whole,

    /// <summary>A <see cref="double"/>.</summary>
    Number,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,

    /// <summary>One of several words, a <see cref="string"/>.</summary>
    Choice,

    /// <summary>An <see cref="int"/>, or several as an array; the word "same" where the parameter allows it.</summary>
    Wholes,

    /// <summary>A <see cref="double"/>, or several as an array.</summary>
    Numbers,

    /// <summary>A <see cref="NetworkDescription"/>.</summary>
    Layer,

    /// <summary>An array of them.</summary>
    Layers,
}
