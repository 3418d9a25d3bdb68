using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>One registration of a hook, which calls it and refuses to while it runs: a hook that calls its own module would never end.</summary>
internal sealed class HookRegistration(string kind, Module owner)
{
    // Follows tasks that a hook starts, as a hook on another thread would call itself no less.
    private readonly AsyncLocal<bool> _runs = new();

    internal Tensor? Call<TState>(TState state, Func<TState, Tensor?> hook)
    {
        if (_runs.Value)
        {
            throw new InvalidOperationException(
                $"A {kind} of {owner.Name} called {owner.Name} again, which would call the hook again without end; let it call another module, or dispose of " +
                "its registration before.");
        }

        _runs.Value = true;
        try
        {
            return hook(state);
        }
        finally
        {
            _runs.Value = false;
        }
    }
}
