using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// A module with a way around it: <c>y = x + f(x)</c>, or <c>y = p(x) + f(x)</c> with a projection <c>p</c> where <c>f</c> changes the shape.
/// </summary>
/// <remarks>
/// The parameters of the module are under <c>body</c>, those of the projection under <c>projection</c>. Source: He, Zhang, Ren, Sun, "Deep residual learning
/// for image recognition" (2015). PyTorch has no module for it.
/// </remarks>
/// <example>
/// <code>
/// var block = new Residual(new Sequential(new Linear(4, 8), new Activation&lt;Relu&gt;(), new Linear(8, 4)));
/// Console.WriteLine(block.Forward(Tensor.Ones([2, 4])).Shape); // [2, 4]
/// </code>
/// </example>
public sealed class Residual : Module
{
    /// <summary>Puts a way around a module.</summary>
    /// <param name="body">The module <c>f</c>.</param>
    /// <param name="projection">What the input goes through on its way around; null to add it as it is.</param>
    public Residual(Module body, Module? projection = null)
    {
        Body = Register("body", body);
        Projection = projection is null ? null : Register("projection", projection);
    }

    /// <summary>The module that the way goes around.</summary>
    public Module Body { get; }

    /// <summary>What the input goes through on its way around, or null.</summary>
    public Module? Projection { get; }

    internal override bool TakesFollowing => true;

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Run(x, null);

    private protected override Tensor ForwardThenCore(Tensor x, Following following) => Run(x, following);

    private Tensor Run(Tensor x, Following? outer)
    {
        Tensor? around = null;
        Tensor y;
        if (Body.TakesFollowing && Following.CanSkip(Body))
        {
            Following sum = new Following([], 0, outer, (shape, type) =>
            {
                around = Projection is null ? x : Projection.Forward(x);
                return around.Shape.Equals(shape) && around.DataType == type && around.IsContiguous && !around.IsTracked ? new SumStep(around) : null;
            });
            y = Body.ForwardThen(x, sum);
            if (sum.TookFirst)
            {
                return y;
            }
        }
        else
        {
            y = Body.Forward(x);
        }

        around ??= Projection is null ? x : Projection.Forward(x);
        if (!y.Shape.Equals(around.Shape))
        {
            throw new ArgumentException(
                $"Residual expects a body that keeps the shape {around.Shape} {(Projection is null ? "of its input" : "that the projection gives")} but got " +
                $"{y.Shape} from {Body.Name}; " +
                WayOut(around.Shape, y.Shape),
                nameof(x));
        }

        return F.AddThen(around, y, outer);
    }

    private string WayOut(Shape around, Shape y)
    {
        bool sameChannels = around.Rank == y.Rank && y.Rank > 2 && around[1] == y[1] && around[0] == y[0];
        return sameChannels
            ? "the channels agree and the lengths do not: pad in the body, padding: 1 for a kernel of 3, or give both ways the same stride."
            : Projection is null ? "pass a projection, such as a Linear or a Conv2d with a kernel of 1." : "give the projection the body's shape.";
    }
}
