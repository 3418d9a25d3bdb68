using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>
/// The cross-entropy of the characters that follow, at each step: logits of <c>[batch, steps, characters]</c> and numbers of <c>[batch, steps]</c>.
/// </summary>
internal sealed class TokenLoss() : Loss(Reduction.Mean)
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
        F.CrossEntropy(Rows(predictions), targets.Reshape([targets.Length]));

    /// <summary>The share of the steps whose most probable character is the one that follows.</summary>
    public static double Accuracy(Tensor predictions, Tensor targets) => Metrics.Accuracy(Rows(predictions), targets.Reshape([targets.Length]));

    /// <summary>Logits with a row for each step.</summary>
    public static Tensor Rows(Tensor logits) => logits.Reshape([logits.Length / logits.Shape[-1], logits.Shape[-1]]);
}
