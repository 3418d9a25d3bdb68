namespace Hillock.Training.SparseCoding;

/// <summary>An iteration of coding.</summary>
/// <param name="Iteration">Its number, from 1.</param>
/// <param name="MaxIterations">The most there will be.</param>
/// <param name="Objective">The objective after it.</param>
/// <param name="Change">What <see cref="SparseCodingOptions.Tolerance"/> is compared with.</param>
public readonly record struct SparseCodingProgress(int Iteration, int MaxIterations, double Objective, double Change);
