using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Training.Search;

/// <summary>A part of the training rows to learn from and a part to look at, for what is to be found without a look at the held-out rows.</summary>
internal sealed class InnerSplit
{
    /// <summary>One row of so many is looked at.</summary>
    internal const int Parts = 5;

    /// <summary>More rows than these tell no more about a learning rate, and would take longer than the training itself.</summary>
    internal const int MostRows = 12_500;

    // "Innr" in the upper half keeps apart from other streams of the same seed.
    private const ulong Stream = 0x496E6E72_00000000;

    private InnerSplit(Tensor trainingInputs, Tensor trainingTargets, Tensor inputs, Tensor targets) =>
        (TrainingInputs, TrainingTargets, Inputs, Targets) = (trainingInputs, trainingTargets, inputs, targets);

    internal Tensor TrainingInputs { get; }

    internal Tensor TrainingTargets { get; }

    /// <summary>The inputs to look at.</summary>
    internal Tensor Inputs { get; }

    internal Tensor Targets { get; }

    /// <summary>The score of a guess on the rows that are looked at: the share of their commonest class; 0 for real targets.</summary>
    internal double Guess => Targets.DataType.IsFloatingPoint()
        ? 0
        : (double)Targets.ToArray<long>().GroupBy(static label => label).Max(static group => group.Count()) / Targets.Length;

    /// <summary>Splits the training part of a fold, each class in the same proportion; null where it has too few rows.</summary>
    internal static InnerSplit? Of(FoldData fold, ulong seed)
    {
        int[] order = new Philox(seed, Stream).Permutation(fold.TrainingInputs.Shape[0]);
        if (order.Length < 2 * Parts)
        {
            return null;
        }

        order = order[..Math.Min(order.Length, MostRows)];
        if (!fold.TrainingTargets.DataType.IsFloatingPoint())
        {
            // Sorting keeps the random order of equal classes: every fifth row is then a fifth of each class.
            long[] classes = fold.TrainingTargets.ToArray<long>();
            order = [.. order.OrderBy(row => classes[row])];
        }

        int[] training = [.. order.Where(static (_, place) => place % Parts != Parts - 1)];
        int[] looked = [.. order.Where(static (_, place) => place % Parts == Parts - 1)];
        return new InnerSplit(
            Rows(fold.TrainingInputs, training), Rows(fold.TrainingTargets, training), Rows(fold.TrainingInputs, looked), Rows(fold.TrainingTargets, looked));
    }

    private static Tensor Rows(Tensor source, int[] rows) => Functional.F.IndexSelect(source, 0, Tensor.From(rows));
}
