namespace Hillock.Kernels;

/// <summary>The gradient of an attention's outputs, and where those of its arguments go.</summary>
/// <param name="Outputs">The gradient of the outputs.</param>
/// <param name="Queries">The gradient of the queries, if wanted.</param>
/// <param name="Keys">The gradient of the keys, if wanted.</param>
/// <param name="Values">The gradient of the values, if wanted.</param>
/// <param name="Scores">The gradient of β times the scores, if wanted; zeros at first.</param>
internal readonly record struct AttentionGradients<T>(
    AttentionOperand<T> Outputs, AttentionOperand<T> Queries, AttentionOperand<T> Keys, AttentionOperand<T> Values, AttentionOperand<T> Scores)
    where T : unmanaged;
