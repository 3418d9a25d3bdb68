using Hillock.Autograd;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Samples.Text;

/// <summary>Measures a language model on a text that it was not trained on.</summary>
public static class Evaluation
{
    /// <summary>The mean of <c>−ln p</c> of the tokens of a text, nats; of all but the first few, which have too few before them.</summary>
    /// <param name="windows">The text.</param>
    /// <param name="size">The windows that are evaluated together; changes the time and the memory alone.</param>
    /// <param name="loss">The model's mean loss on inputs and targets.</param>
    public static double Loss(TokenWindows windows, int size, Func<Tensor, Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(loss);
        using EvaluationScope evaluating = Module.Evaluating();
        using GradientScope off = Gradients.Disabled();
        double sum = 0;
        long count = 0;
        foreach ((Tensor inputs, Tensor targets) in windows.InOrder(size))
        {
            using TidyScope scope = TensorPool.BeginTidy();
            sum += loss(inputs, targets).Item<float>() * (double)targets.Length;
            count += targets.Length;
        }

        return sum / count;
    }
}
