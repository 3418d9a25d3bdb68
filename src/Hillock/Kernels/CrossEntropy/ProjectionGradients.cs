using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Where the gradients of a projection go, to which each tile of logits contributes. Empty ones are not computed.</summary>
/// <param name="x">The features' gradient, dense.</param>
/// <param name="weight">The weight's gradient, dense.</param>
/// <param name="bias">The bias's gradient.</param>
internal readonly ref struct ProjectionGradients<TElement>(Span<TElement> x, Span<TElement> weight, Span<TElement> bias)
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    private readonly Span<TElement> _x = x;
    private readonly Span<TElement> _weight = weight;
    private readonly Span<TElement> _bias = bias;
    private readonly double[] _biasSums = new double[bias.Length];

    /// <summary>Whether none is wanted.</summary>
    internal bool IsEmpty => _x.IsEmpty && _weight.IsEmpty && _bias.IsEmpty;

    /// <summary>Adds what a tile of the logits' gradient contributes. Tiles come in ascending order, so that each sum is one chain.</summary>
    internal void Add(in LinearOperands<TElement> operands, ReadOnlySpan<TElement> tile, int row, int rows, int first, int classes)
    {
        int features = operands.XLayout.Columns;
        MatrixLayout layout = MatrixLayout.RowMajor(rows, classes);
        if (!_x.IsEmpty)
        {
            MatMul.Multiply(
                tile, layout, LinearOperands<TElement>.Part(operands.Weight, operands.WeightLayout, first), operands.WeightLayout with { Rows = classes },
                _x.Slice(row * features, rows * features), MatrixLayout.RowMajor(rows, features), accumulate: first > 0);
        }

        if (!_weight.IsEmpty)
        {
            MatMul.Multiply(
                tile, layout.Transposed, LinearOperands<TElement>.Part(operands.X, operands.XLayout, row), operands.XLayout with { Rows = rows },
                _weight.Slice(first * features, classes * features), MatrixLayout.RowMajor(classes, features), accumulate: row > 0);
        }

        if (!_bias.IsEmpty)
        {
            ColumnSums<TElement> columns = new ColumnSums<TElement>(tile, rows, classes, _biasSums.AsSpan(first, classes));
            Parallelism.For(Partition.Count(classes, ColumnSums<TElement>.Width), columns);
        }
    }

    /// <summary>Rounds the bias's sums.</summary>
    internal void Finish()
    {
        for (int j = 0; j < _bias.Length; j++)
        {
            _bias[j] = TElement.CreateTruncating(_biasSums[j]);
        }
    }
}
