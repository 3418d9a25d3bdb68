using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Watches which modules are called on this thread, what they return, and how many multiply-adds that takes.</summary>
internal sealed class ModuleTrace
{
    private readonly Stack<Call> _calls = new();
    private readonly HashSet<Storage> _results = new(ReferenceEqualityComparer.Instance);

    /// <summary>Who watches this thread, or null.</summary>
    [field: ThreadStatic]
    internal static ModuleTrace? Current { get; set; }

    /// <summary>What was seen of each module.</summary>
    internal Dictionary<Module, Seen> All { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Is shown each result, innermost modules first; or null.</summary>
    internal Action<Module, Tensor>? Watch { get; init; }

    /// <summary>Memory that is there already counts for nobody.</summary>
    internal void Ignore(Tensor x) => _results.Add(x.Storage);

    internal void Begin(Module module)
    {
        if (_calls.TryPeek(out Call? outer))
        {
            outer.IsInnermost = false;
        }

        _calls.Push(new Call(module, MultiplyAdds.Count));
    }

    internal void Result(Tensor y)
    {
        if (_calls.TryPeek(out Call? call))
        {
            Watch?.Invoke(call.Module, y);
            call.Output = y.Shape;
            if (call.IsInnermost && _results.Add(y.Storage))
            {
                call.Bytes += (long)y.Length * y.DataType.SizeInBytes();
            }
        }
    }

    internal void End()
    {
        // A call that was refused has not begun.
        if (!_calls.TryPop(out Call? call))
        {
            return;
        }

        Seen before = All.GetValueOrDefault(call.Module);
        All[call.Module] = new Seen(
            call.Output ?? before.Output, before.Calls + 1, before.MultiplyAdds + MultiplyAdds.Count - call.Start, before.Bytes + call.Bytes);
        if (_calls.TryPeek(out Call? outer))
        {
            outer.Bytes += call.Bytes;
        }
    }

    /// <summary>What was seen of a module: its last result's shape, and sums over its calls, what is called inside included.</summary>
    internal readonly record struct Seen(Shape? Output, int Calls, long MultiplyAdds, long Bytes);

    private sealed class Call(Module module, long start)
    {
        internal Module Module => module;

        internal long Start => start;

        internal bool IsInnermost { get; set; } = true;

        internal Shape? Output { get; set; }

        internal long Bytes { get; set; }
    }
}
