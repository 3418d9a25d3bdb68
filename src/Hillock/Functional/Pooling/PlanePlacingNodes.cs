using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Elements picked from planes, as by a maximum: each one's gradient goes to its place.</summary>
internal sealed class PickNode(Tensor x, Shape shape, Tensor places) : UnaryNode(x)
{
    private SavedTensor _places = new(places);

    internal override string Name => "MaxPool";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, PlanePlacing.Add(gradient, shape, _places.Get(this)));
        }
    }

    internal override void Free() => _places.Free();
}

/// <summary>Elements placed in planes: each takes the gradient of its place.</summary>
internal sealed class PlaceNode(Tensor x, Tensor places) : UnaryNode(x)
{
    private SavedTensor _places = new(places);

    internal override string Name => "MaxUnpool";

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            sink.Add(X, PlanePlacing.Pick(gradient, _places.Get(this)));
        }
    }

    internal override void Free() => _places.Free();
}
