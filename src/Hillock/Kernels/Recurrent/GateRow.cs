using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>Where the numbers of one row at one step lie; a formula uses those that it needs.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct GateRow<T>
    where T : unmanaged
{
    /// <summary>The gates, and the gradients of what goes into them.</summary>
    public T* Gates, GateGradients;

    /// <summary>The hidden state before and after the step.</summary>
    public T* Before, After;

    /// <summary>The cell before and after the step.</summary>
    public T* CellBefore, CellAfter;

    /// <summary>The gradients of the hidden state before and after the step, and of the cell: of the one after it, then of the one before it.</summary>
    public T* BeforeGradient, AfterGradient, CellGradient;

    /// <summary>The hyperbolic tangent of the cell after the step.</summary>
    public T* CellTangent;
}
