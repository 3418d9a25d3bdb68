using System.Globalization;

namespace Hillock.Functional;

/// <summary>What is known about an activation function: the texts of its definition, and how to make it.</summary>
public sealed class ActivationInfo
{
    private readonly ActivationFactory _create;

    internal ActivationInfo(string displayName, string title, string formula, string summary, string remarks, string source, ActivationFactory create)
    {
        DisplayName = displayName;
        Name = ActivationCatalog.KebabCase(displayName);
        Title = title;
        Formula = formula;
        Summary = summary;
        Remarks = remarks;
        Source = source;
        _create = create;
    }

    /// <summary>The name in kebab case: <c>leaky-relu</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the definition: <c>LeakyRelu</c>.</summary>
    public string DisplayName { get; }

    /// <summary>The name in words: <c>Leaky rectified linear unit</c>.</summary>
    public string Title { get; }

    /// <summary>The formula as text.</summary>
    public string Formula { get; }

    /// <summary>Name and formula in a sentence.</summary>
    public string Summary { get; }

    /// <summary>Slopes at kinks and special values.</summary>
    public string Remarks { get; }

    /// <summary>The paper that introduced the function, or an empty string.</summary>
    public string Source { get; }

    /// <summary>Other names that <see cref="ActivationCatalog.Find"/> knows.</summary>
    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    /// <summary>The parameters, in the order in which <see cref="Create"/> takes them.</summary>
    public IReadOnlyList<ActivationParameter> Parameters { get; internal init; } = [];

    /// <summary>Whether the parameter can be learned: <see cref="Create"/> fixes it, the module learns it.</summary>
    public bool IsLearnable { get; internal init; }

    /// <summary>Whether the function is random while training; <see cref="Create"/> gives the one of evaluation.</summary>
    public bool IsRandom { get; internal init; }

    /// <summary>Whether the function is in wide use: what a comparison tries when it is not told which.</summary>
    public bool IsCommon { get; internal init; }

    /// <summary>Reads the parameters of a function, or gives null if it is another; a learned one is not among them.</summary>
    internal Func<object, double[]?>? Read { get; init; }

    /// <summary>Makes the function from the values of its parameters.</summary>
    /// <param name="values">The values in the order of <see cref="Parameters"/>; those left out at the end take their defaults.</param>
    /// <exception cref="ArgumentException">There are too many values, or one without a default is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not one that the function allows; the message names it.</exception>
    public ActivationFunction Create(params ReadOnlySpan<double> values)
    {
        if (values.Length > Parameters.Count)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{Name} has {Parameters.Count} parameters but got {values.Length} values."), nameof(values));
        }

        double[] all = new double[Parameters.Count];
        values.CopyTo(all);
        for (int i = values.Length; i < all.Length; i++)
        {
            all[i] = Parameters[i].Default
                ?? throw new ArgumentException($"{Name} expects a value of {Parameters[i].Name}, which has no default.", nameof(values));
        }

        return _create(this, all);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
