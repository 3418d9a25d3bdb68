using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;

namespace Hillock.Training;

/// <summary>A loss to compare: its name, and how to make it for a number of classes (0 for a real target).</summary>
/// <param name="Name">The name, such as <c>focal:gamma=1</c>.</param>
/// <param name="Create">
/// Makes the loss. It is given logits of <c>[rows, classes]</c> and classes of <c>[rows]</c>, or predictions and standardised targets of <c>[rows, 1]</c>.
/// </param>
public sealed record LossChoice(string Name, Func<int, Loss> Create)
{
    /// <summary>The names of the losses of the catalogue that a network with such a target can be trained with.</summary>
    /// <param name="classes">Whether the target is a class.</param>
    public static IReadOnlyList<string> Names(bool classes) =>
        [
            .. LossCatalog.All.Where(loss => classes ? loss.LearnsClassNumbers || !double.IsNaN(loss.OtherClass) : loss.ComparesNumbers)
                .Select(static loss => loss.Name),
        ];

    /// <summary>The loss that is used when none is named: cross-entropy for classes, mean squared error for numbers.</summary>
    /// <param name="classes">Whether the target is a class.</param>
    public static LossChoice Default(bool classes) => classes
        ? new("cross-entropy", static _ => new CrossEntropyLoss())
        : new("mean-squared-error", static _ => new MeanSquaredErrorLoss());

    /// <summary>The choice of a loss of the catalogue; one that compares numbers sees a class as a row of ones and zeros, or of ones and minus ones.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="values">The values of its parameters, in order; those left out take their defaults.</param>
    /// <param name="classes">Whether the target is a class.</param>
    /// <param name="name">The name to report; the loss's own when null.</param>
    /// <exception cref="ArgumentException">The loss does not fit the target.</exception>
    public static LossChoice From(LossInfo loss, IReadOnlyList<double> values, bool classes, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(values);
        if (!Names(classes).Contains(loss.Name))
        {
            throw new ArgumentException(
                $"{loss.Name} does not fit a network's outputs and a target of {(classes ? "classes" : "numbers")}; choose among " +
                $"{string.Join(", ", Names(classes))}.", nameof(loss));
        }

        double[] all = [.. values];
        bool asRows = classes && !loss.LearnsClassNumbers;
        return new(name ?? loss.Name, count => new CatalogLoss(loss, all, asRows ? count : 0, asRows ? loss.OtherClass : 0));
    }
}
