namespace Hillock.Training.SparseCoding;

/// <summary>A round of dictionary learning.</summary>
/// <param name="Round">Its number, from 1.</param>
/// <param name="Rounds">How many there will be.</param>
/// <param name="Objective">The objective after coding, before the atoms were improved.</param>
/// <param name="Sparsity">The share of codes that are 0.</param>
/// <param name="Replaced">The atoms that no signal used and that were replaced.</param>
public readonly record struct DictionaryProgress(int Round, int Rounds, double Objective, double Sparsity, int Replaced);
