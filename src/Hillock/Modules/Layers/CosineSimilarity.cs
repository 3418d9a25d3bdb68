using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The cosine <c>x·y/(max(‖x‖, ε)·max(‖y‖, ε))</c> of the angle between vectors along an axis; see <see cref="F.CosineSimilarity"/>.</summary>
/// <param name="axis">The axis; negatives count from the last. It is 1 when left out, as in PyTorch, and not the last one.</param>
/// <param name="epsilon">The least norm <c>ε</c>.</param>
/// <example>
/// <code>
/// Tensor x = Tensor.From([3f, 4], [1, 2]), y = Tensor.From([4f, 3], [1, 2]);
/// Console.WriteLine(new CosineSimilarity().Forward(x, y)); // float32 [1] [0.96]
/// </code>
/// </example>
public sealed class CosineSimilarity(int axis = 1, double epsilon = 1e-8) : Module
{
    /// <summary>Computes the cosines.</summary>
    /// <param name="x">The first vectors, of a floating-point type.</param>
    /// <param name="y">The second vectors, of a shape that broadcasts with the first.</param>
    /// <returns>The shape of both without the axis.</returns>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public Tensor Forward(Tensor x, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        Module? caller = Enter();
        try
        {
            return Traced(F.CosineSimilarity(x, y, axis, epsilon));
        }
        finally
        {
            Exit(caller);
        }
    }
}
