using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>What is known about an operation on rows: the texts of its definition, its parameters, and how to compute it.</summary>
public sealed class RowFunctionInfo
{
    private readonly Func<Tensor, int, double[], Tensor> _compute;

    internal RowFunctionInfo(
        string displayName, string title, string formula, string summary, string remarks, string source, Func<Tensor, int, double[], Tensor> compute)
    {
        (DisplayName, Title, Formula, Summary, Remarks, Source, _compute) = (displayName, title, formula, summary, remarks, source, compute);
        Name = ActivationCatalog.KebabCase(displayName);
    }

    /// <summary>The name in kebab case.</summary>
    public string Name { get; }

    /// <summary>The name of the function in <c>F</c>.</summary>
    public string DisplayName { get; }

    /// <summary>The name in words.</summary>
    public string Title { get; }

    /// <summary>The formula as text.</summary>
    public string Formula { get; }

    /// <summary>Name and formula in a sentence.</summary>
    public string Summary { get; }

    /// <summary>Gradients and special values.</summary>
    public string Remarks { get; }

    /// <summary>The paper that introduced it, or an empty string.</summary>
    public string Source { get; }

    /// <summary>The parameters, in the order in which <see cref="Compute"/> takes them.</summary>
    public IReadOnlyList<LossParameter> Parameters { get; internal init; } = [];

    /// <summary>Computes the operation along an axis.</summary>
    /// <param name="x">The rows, of a floating-point type.</param>
    /// <param name="axis">The axis along which they lie; negatives count from the last.</param>
    /// <param name="values">The values of the parameters, in order; those left out at the end take their defaults.</param>
    /// <exception cref="ArgumentException">Too many values, or the tensor is not of a floating-point type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or a value is not one that the operation allows.</exception>
    public Tensor Compute(Tensor x, int axis = -1, params ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (values.Length > Parameters.Count)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{Name} has {Parameters.Count} parameters but got {values.Length} values."), nameof(values));
        }

        double[] all = [.. values, .. Parameters.Skip(values.Length).Select(static parameter => parameter.Default)];
        return _compute(x, axis, all);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
