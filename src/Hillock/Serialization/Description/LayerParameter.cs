using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>An argument that a layer takes: its name as in C#, its kind, and what stands for it when it is left out.</summary>
internal sealed record LayerParameter(string Name, LayerValueKind Kind)
{
    /// <summary>What "same" is written as, where a padding may be chosen by the layer.</summary>
    internal const string Same = "same";

    /// <summary>Whether it must be given.</summary>
    internal bool IsRequired { get; init; }

    /// <summary>What a value left out is.</summary>
    internal object? Default { get; init; }

    /// <summary>What a value left out of a text is, where batches come first; the default unless set.</summary>
    internal object? TextDefault { get => field ?? Default; init; }

    /// <summary>Whether null is a value of its own, unlike the default.</summary>
    internal bool IsNullable { get; init; }

    /// <summary>Whether <see cref="Same"/> is allowed.</summary>
    internal bool AllowsSame { get; init; }

    /// <summary>The words of a choice.</summary>
    internal string[] Choices { get; init; } = [];

    /// <summary>Finds the value in the shape of the layer's input, batch included; null where it must be said.</summary>
    internal Func<Shape, int?>? Infer { get; init; }

    /// <summary>Whether a text says it although <see cref="Infer"/> may find another.</summary>
    internal bool IsWritten { get; init; }

    /// <summary>What a message calls the kind.</summary>
    internal string Expected => Kind switch
    {
        LayerValueKind.Whole => "a whole number",
        LayerValueKind.Number => "a number",
        LayerValueKind.Flag => "true or false",
        LayerValueKind.Choice => $"one of {string.Join(", ", Choices)}",
        LayerValueKind.Wholes => AllowsSame ? "a whole number, a list of them or \"same\"" : "a whole number or a list of them",
        LayerValueKind.Numbers => "a number or a list of them",
        LayerValueKind.Layer => "a layer",
        _ => "a list of layers",
    } + (IsNullable ? " or null" : "");

    /// <summary>Whether two values are the same; lists by their elements.</summary>
    internal static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (int[] a, int[] b) => a.AsSpan().SequenceEqual(b),
        (double[] a, double[] b) => a.AsSpan().SequenceEqual(b),
        _ => Equals(left, right),
    };
}
