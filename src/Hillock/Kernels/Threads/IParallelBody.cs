namespace Hillock.Kernels;

/// <summary>Work that <see cref="Parallelism.For{TBody}(int, in TBody)"/> splits into numbered blocks.</summary>
/// <remarks>
/// A struct (a <c>ref struct</c> too) that implements it is called without a closure and without an allocation. Blocks run
/// in any order and at the same time, so no block may write what another one reads or writes.
/// </remarks>
public interface IParallelBody
{
    /// <summary>Does the work of one block.</summary>
    /// <param name="index">The block's number, from 0 to the count less 1.</param>
    void Invoke(int index);
}
