using Hillock.Data;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Training.Search;

/// <summary>A part of the training rows to learn from and a part to look at, for what is to be found without a look at the held-out rows.</summary>
/// <remarks>
/// It is divided as the folds are: in the order of time the latest rows are looked at, of groups whole ones, otherwise a fifth of each class. What suits a
/// network that has seen the same patients, or the days after, would not suit one that has not.
/// </remarks>
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

    /// <summary>Splits the training part of a fold; null where it has too few rows, or a single group.</summary>
    internal static InnerSplit? Of(FoldData fold, ulong seed) =>
        Places(fold, seed) is not var (training, looked)
            ? null
            : new InnerSplit(
                Rows(fold.TrainingInputs, training), Rows(fold.TrainingTargets, training), Rows(fold.TrainingInputs, looked),
                Rows(fold.TrainingTargets, looked));

    /// <summary>The places in the training part of the rows to learn from and of those to look at; null where there are too few rows or groups.</summary>
    internal static (int[] Training, int[] Looked)? Places(FoldData fold, ulong seed)
    {
        int[] order = new Philox(seed, Stream).Permutation(fold.TrainingInputs.Shape[0]);
        if (order.Length < 2 * Parts)
        {
            return null;
        }

        order = order[..Math.Min(order.Length, MostRows)];
        TabularData data = fold.Data;
        if (data.Times.Length > 0)
        {
            double[] times = data.Times.ToArray();
            order = [.. order.OrderBy(place => times[fold.TrainingRows[place]]).ThenBy(static place => place)];
            int looked = order.Length / Parts;
            return (order[..^looked], order[^looked..]);
        }

        if (data.Groups.Length > 0)
        {
            int[] groups = data.Groups.ToArray();
            return GroupPart.Of([.. order.Select(place => groups[fold.TrainingRows[place]])], Parts, seed) is { } part
                ? ([.. part.Training.ToArray().Select(i => order[i])], [.. part.HeldOut.ToArray().Select(i => order[i])])
                : null;
        }

        if (!fold.TrainingTargets.DataType.IsFloatingPoint())
        {
            // Sorting keeps the random order of equal classes: every fifth row is then a fifth of each class.
            long[] classes = fold.TrainingTargets.ToArray<long>();
            order = [.. order.OrderBy(row => classes[row])];
        }

        return ([.. order.Where(static (_, place) => place % Parts != Parts - 1)], [.. order.Where(static (_, place) => place % Parts == Parts - 1)]);
    }

    private static Tensor Rows(Tensor source, int[] rows) => Functional.F.IndexSelect(source, 0, Tensor.From(rows));
}
