using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The modules after one of a chain, for an operation that does some of them to its result while that is in the cache.</summary>
/// <param name="modules">The chain.</param>
/// <param name="next">The next of its modules.</param>
/// <param name="outer">What follows after the chain, or null.</param>
/// <param name="first">What goes before all modules, or null.</param>
internal sealed class Following(Module[] modules, int next, Following? outer = null, Func<Shape, DataType, BlockStep?>? first = null) : IFollowing
{
    /// <summary>Whether what goes before all modules was taken.</summary>
    internal bool TookFirst { get; private set; }

    /// <summary>The first module that was not taken.</summary>
    internal int Next { get; private set; } = next;

    public BlockStep[]? Take(Shape shape, DataType type, bool byChannel)
    {
        List<BlockStep>? steps = null;
        Take(shape, type, byChannel, ref steps);
        return steps?.ToArray();
    }

    /// <summary>Whether the next steps of a module may be done without calling those modules: nobody watches what they get and give.</summary>
    internal static bool CanSkip(Module module) => ModuleTrace.Current is null && !module.HasHooks;

    private void Take(Shape shape, DataType type, bool byChannel, ref List<BlockStep>? steps)
    {
        if (first is not null)
        {
            if (!Add(first(shape, type), byChannel, ref steps))
            {
                return;
            }

            TookFirst = true;
        }

        while (Next < modules.Length && CanSkip(modules[Next]) && Add(modules[Next].StepOn(shape, type), byChannel, ref steps))
        {
            Next++;
        }

        if (Next == modules.Length)
        {
            outer?.Take(shape, type, byChannel, ref steps);
        }
    }

    private static bool Add(BlockStep? step, bool byChannel, ref List<BlockStep>? steps)
    {
        if (step is null || (step.NeedsChannel && !byChannel))
        {
            return false;
        }

        steps ??= [];
        steps.Add(step);
        return true;
    }
}
