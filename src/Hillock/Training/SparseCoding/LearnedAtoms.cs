using Hillock.Tensors;

namespace Hillock.Training.SparseCoding;

/// <summary>A dictionary, and the codes of the signals that it was learned from.</summary>
/// <param name="Atoms">The atoms, <c>[atoms, features]</c>, each of length 1.</param>
/// <param name="Code">The codes with these atoms.</param>
/// <param name="Objectives">The objective after coding in each round, and of <paramref name="Code"/> at the end.</param>
public sealed record LearnedAtoms(Tensor Atoms, SparseCode Code, IReadOnlyList<double> Objectives);
