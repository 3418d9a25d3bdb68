using System.Numerics;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>An operation on each row by itself, with a backward: two loops over spans. <see cref="F.RowFunction{TFunction}"/> runs it.</summary>
/// <remarks>
/// <para>
/// A row is a slice along one axis. The loops are called with float32 or float64, from several threads at a time, each call with one row: an object holds
/// settings alone. 16-bit types are converted to float32, and the result is rounded once.
/// </para>
/// <para>
/// Gradients of the first order come from <see cref="Backward{T}"/>. Those of higher order need it once more, in differentiable functions of <see cref="F"/>:
/// <see cref="BackwardOfRows"/>. <c>GradientCheck.First</c> and <c>GradientCheck.Second</c> compare both with differences.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// // Each row less its mean: y = x − mean(x), dx = dy − mean(dy).
/// readonly struct Centred : IRowFunction
/// {
///     public void Forward&lt;T&gt;(ReadOnlySpan&lt;T&gt; x, Span&lt;T&gt; y) where T : unmanaged, IBinaryFloatingPointIeee754&lt;T&gt;
///     {
///         T sum = T.Zero;
///         foreach (T value in x)
///         {
///             sum += value;
///         }
///
///         for (int i = 0; i &lt; x.Length; i++)
///         {
///             y[i] = x[i] - (sum / T.CreateChecked(x.Length));
///         }
///     }
///
///     public void Backward&lt;T&gt;(ReadOnlySpan&lt;T&gt; x, ReadOnlySpan&lt;T&gt; y, ReadOnlySpan&lt;T&gt; dy, Span&lt;T&gt; dx)
///         where T : unmanaged, IBinaryFloatingPointIeee754&lt;T&gt; =&gt;
///         Forward(dy, dx);
///
///     public Tensor BackwardOfRows(Tensor x, Tensor y, Tensor dy) =&gt; dy - dy.Mean(-1, keepDims: true);
/// }
/// </code>
/// </example>
public interface IRowFunction
{
    /// <summary>What messages call the operation: the type's name unless implemented.</summary>
    string Name => this.GetType().Name;

    /// <summary>The number of elements of a result for a row of so many: as many unless implemented; 1 for a sum.</summary>
    /// <param name="length">The number of elements of a row.</param>
    int ResultLength(int length) => length;

    /// <summary>Computes the result of a row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="y">Where the result goes: memory with anything in it, all of which must be written.</param>
    /// <typeparam name="T">Float or double.</typeparam>
    void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Computes the gradient of a row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="y">Its result.</param>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="dx">Where the gradient of the row goes: memory with anything in it, all of which must be written.</param>
    /// <typeparam name="T">Float or double.</typeparam>
    void Backward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// The backward of all rows in differentiable functions, used where gradients are themselves to be differentiated (<c>createGraph: true</c>); null, if it
    /// is not implemented: such gradients have the numbers of <see cref="Backward{T}"/>, and their derivative is refused.
    /// </summary>
    /// <param name="x">The rows, along the last axis.</param>
    /// <param name="y">Their results, along the last axis.</param>
    /// <param name="dy">The gradients of the results.</param>
    /// <returns>The gradients of the rows, of the shape of <paramref name="x"/>.</returns>
    Tensor? BackwardOfRows(Tensor x, Tensor y, Tensor dy) => null;
}
