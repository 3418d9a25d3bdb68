using System.Globalization;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>What is known about a loss: the texts of its definition, what it takes, and how to compute it.</summary>
public sealed class LossInfo
{
    private readonly Func<LossInputs, double[], Tensor> _compute;

    internal LossInfo(
        string displayName, string title, string formula, string summary, string remarks, string source, Func<LossInputs, double[], Tensor> compute)
    {
        DisplayName = displayName;
        Name = ActivationCatalog.KebabCase(displayName);
        Title = title;
        Formula = formula;
        Summary = summary;
        Remarks = remarks;
        Source = source;
        _compute = compute;
    }

    /// <summary>The name in kebab case: <c>smooth-l1</c>.</summary>
    public string Name { get; }

    /// <summary>The name of the function in <c>F</c>: <c>SmoothL1</c>.</summary>
    public string DisplayName { get; }

    /// <summary>The name in words.</summary>
    public string Title { get; }

    /// <summary>The formula as text.</summary>
    public string Formula { get; }

    /// <summary>Name and formula in a sentence.</summary>
    public string Summary { get; }

    /// <summary>Gradients, kinks and special values.</summary>
    public string Remarks { get; }

    /// <summary>The paper that introduced the loss, or an empty string.</summary>
    public string Source { get; }

    /// <summary>Other names that <see cref="LossCatalog.Find"/> knows.</summary>
    public IReadOnlyList<string> Aliases { get; internal init; } = [];

    /// <summary>The parameters, in the order in which <see cref="Compute"/> takes them.</summary>
    public IReadOnlyList<LossParameter> Parameters { get; internal init; } = [];

    /// <summary>Whether it takes <see cref="LossInputs.Weight"/>.</summary>
    public bool TakesWeight { get; internal init; }

    /// <summary>Whether it takes <see cref="LossInputs.PositiveWeight"/>.</summary>
    public bool TakesPositiveWeight { get; internal init; }

    /// <summary>Whether it needs <see cref="LossInputs.Variance"/>.</summary>
    public bool NeedsVariance { get; internal init; }

    /// <summary>Whether targets can be classes, whole numbers.</summary>
    public bool TakesClasses { get; internal init; }

    /// <summary>Whether it compares a prediction with a number to predict, so that a regression can be trained with it.</summary>
    public bool ComparesNumbers { get; internal init; }

    /// <summary>
    /// What the target of every class but the right one is, whose target is 1, where classes can be learned with it from one prediction for each; NaN where
    /// they cannot.
    /// </summary>
    public double OtherClass { get; internal init; } = double.NaN;

    /// <summary>Whether classes can be learned with it from logits and class numbers.</summary>
    public bool LearnsClassNumbers { get; internal init; }

    /// <summary>Computes the loss.</summary>
    /// <param name="inputs">Predictions, targets and the rest.</param>
    /// <param name="values">The values of the parameters, in order; those left out at the end take their defaults.</param>
    /// <exception cref="ArgumentException">An input that the loss does not take or needs, or does not allow; too many values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not one that the loss allows.</exception>
    public Tensor Compute(LossInputs inputs, params ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (values.Length > Parameters.Count)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{Name} has {Parameters.Count} parameters but got {values.Length} values."), nameof(values));
        }

        Refuse(inputs.Weight, TakesWeight, "weight");
        Refuse(inputs.PositiveWeight, TakesPositiveWeight, "weight of positive targets");
        Refuse(inputs.Variance, NeedsVariance, "variance");
        if (NeedsVariance && inputs.Variance is null)
        {
            throw new ArgumentException($"{Name} needs a variance for each prediction but got none.", nameof(inputs));
        }

        double[] all = new double[Parameters.Count];
        values.CopyTo(all);
        for (int i = values.Length; i < all.Length; i++)
        {
            all[i] = Parameters[i].Default;
        }

        int wrong = Enumerable.Range(0, all.Length).FirstOrDefault(i => Parameters[i].IsFlag && all[i] is not (0 or 1), -1);
        return wrong < 0 ? _compute(inputs, all) : throw new ArgumentOutOfRangeException(
            nameof(values), all[wrong],
            string.Create(CultureInfo.InvariantCulture, $"{Parameters[wrong].Name} must be 0 or 1, for false or true, but is {all[wrong]}."));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // What a definition leaves at its default cannot be read from its type by name.
    internal static bool ComparesNumbersOf<TLoss>()
        where TLoss : struct, IElementwiseLoss => TLoss.ComparesNumbers;

    internal static double OtherClassOf<TLoss>()
        where TLoss : struct, IElementwiseLoss => TLoss.OtherClass;

    private void Refuse(Tensor? input, bool takes, string what)
    {
        if (input is not null && !takes)
        {
            throw new ArgumentException($"{Name} takes no {what} but got one; leave it out.", nameof(input));
        }
    }
}
