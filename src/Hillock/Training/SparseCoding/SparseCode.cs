using Hillock.Tensors;

namespace Hillock.Training.SparseCoding;

/// <summary>Codes, and how they were come by.</summary>
/// <param name="Codes">The codes, <c>[rows, atoms]</c>: the signals are about <c>Codes·D</c>.</param>
/// <param name="Objectives">The objective at the start and after every iteration.</param>
/// <param name="HasConverged">Whether the tolerance was met; false where iterations ran out or coding was cancelled.</param>
/// <param name="Lipschitz">The bound on the gradient's Lipschitz constant: one over it is the step.</param>
public sealed record SparseCode(Tensor Codes, IReadOnlyList<double> Objectives, bool HasConverged, double Lipschitz)
{
    /// <summary>The iterations made.</summary>
    public int Iterations => Objectives.Count - 1;
}
