using System.Collections.Concurrent;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>One forward pass of a module with backward hooks: a node in front of the module and one behind it, which pass gradients on.</summary>
internal sealed class HookedPass(Module module, Module.ModuleHooks hooks)
{
    // Backward passes of several threads may go through at a time, each on its own thread. What one leaves that never comes to the input is not the next one's.
    private readonly ConcurrentDictionary<int, (long Pass, Tensor Gradient)> _ofResult = new();
    private bool _hasInput;

    /// <summary>The input, with a node that hooks are called at.</summary>
    internal Tensor Input(Tensor x)
    {
        _hasInput = F.Tracks(x);
        return _hasInput ? x.Detach().By(new HookedInputNode(x, this)) : x;
    }

    /// <summary>The result, with a node that hooks are called at.</summary>
    internal Tensor Result(Tensor y) => F.Tracks(y) ? y.Detach().By(new HookedResultNode(y, this)) : y;

    private Tensor AtResult(Tensor gradient, GradientSink sink)
    {
        Tensor own = Own(gradient);
        Tensor given = own;
        foreach (Func<Module, Tensor, Tensor?> hook in hooks.BeforeBackward)
        {
            given = Check(Call(() => hook(module, given)), given, "a backward pre-hook", "the result's gradient");
        }

        if (hooks.AfterBackward.Count > 0)
        {
            if (_hasInput)
            {
                _ofResult[Environment.CurrentManagedThreadId] = (sink.Pass, given);
            }
            else
            {
                CallWithoutInput(given);
            }
        }

        // What hooks were shown and left alone goes on as it came.
        return ReferenceEquals(given, own) ? gradient : given;
    }

    private Tensor AtInput(Tensor gradient, GradientSink sink)
    {
        if (!_ofResult.TryRemove(Environment.CurrentManagedThreadId, out (long Pass, Tensor Gradient) ofResult) || ofResult.Pass != sink.Pass)
        {
            return gradient;
        }

        Tensor own = Own(gradient);
        Tensor given = own;
        foreach (Func<Module, Tensor?, Tensor, Tensor?> hook in hooks.AfterBackward)
        {
            given = Check(Call(() => hook(module, given, ofResult.Gradient)), given, "a backward hook", "the input's gradient");
        }

        return ReferenceEquals(given, own) ? gradient : given;
    }

    private void CallWithoutInput(Tensor ofResult)
    {
        foreach (Func<Module, Tensor?, Tensor, Tensor?> hook in hooks.AfterBackward)
        {
            if (Call(() => hook(module, null, ofResult)) is not null)
            {
                throw new InvalidOperationException(
                    $"A backward hook of {module.Name} returned a gradient for an input that needs none; return null where the input's gradient is null.");
            }
        }
    }

    /// <summary>The gradient for hooks: what they keep of it must outlive the pass, whose memory is used again.</summary>
    private static Tensor Own(Tensor gradient) => Call(() => F.Copy(gradient))!;

    /// <summary>Calls a hook outside of the pass's scope of memory, so that what it computes and keeps is not handed back.</summary>
    private static Tensor? Call(Func<Tensor?> function)
    {
        StorageScope? scope = StorageScope.Suspend();
        try
        {
            return function();
        }
        finally
        {
            StorageScope.Resume(scope);
        }
    }

    private Tensor Check(Tensor? returned, Tensor gradient, string hook, string what) =>
        returned is null || (returned.Shape.Equals(gradient.Shape) && returned.DataType == gradient.DataType)
            ? returned ?? gradient
            : throw new InvalidOperationException(
                $"{module.Name} expects {what} of {gradient.DataType.Name()} {gradient.Shape} from {hook} but got {returned.DataType.Name()} " +
                $"{returned.Shape}; return null to leave it as it is.");

    private sealed class HookedInputNode(Tensor x, HookedPass pass) : UnaryNode(x)
    {
        internal override void Backward(Tensor gradient, GradientSink sink)
        {
            Tensor passed = pass.AtInput(gradient, sink);
            if (sink.Needs(X))
            {
                sink.Add(X, passed);
            }
        }
    }

    private sealed class HookedResultNode(Tensor x, HookedPass pass) : UnaryNode(x)
    {
        internal override void Backward(Tensor gradient, GradientSink sink)
        {
            Tensor passed = pass.AtResult(gradient, sink);
            if (sink.Needs(X))
            {
                sink.Add(X, passed);
            }
        }
    }
}
