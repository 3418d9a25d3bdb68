using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>Where the gradients of a recurrent layer go.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct RecurrentSlopes<T>
    where T : unmanaged
{
    /// <summary>
    /// The gradients of the states, laid out as these: what arrives from outside, to which each step adds what comes from the step after it.
    /// </summary>
    public T* States;

    /// <summary>The gradients of the cells <c>[batch, hidden]</c>: of the last ones at first, of the initial ones in the end.</summary>
    public T* Cells;

    /// <summary>The gradients of what goes into the gates, laid out as these.</summary>
    public T* Gates;

    /// <summary>Room for <c>[batch, hidden]</c> numbers: tangents of cells, and gradients of what is projected.</summary>
    public T* Tangents, Unprojected;

    /// <summary>The gradients of the input and the weights, laid out as these; null where not wanted.</summary>
    public T* X, InputWeight, HiddenWeight, Projection;
}
