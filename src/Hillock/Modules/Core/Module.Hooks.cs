using System.Collections.Immutable;
using Hillock.Tensors;

namespace Hillock.Modules;

public abstract partial class Module
{
    private ModuleHooks? _hooks;

    /// <summary>Whether hooks are called at a pass.</summary>
    internal bool HasHooks => Volatile.Read(ref _hooks) is not null;

    /// <summary>
    /// Calls a function of this module from now on before each forward pass, with the module and its input. What it returns, if not null, is the input instead.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Hooks of one kind run in the order in which they were registered, each with what the one before returned, and a pass has the hooks that there were at
    /// its beginning: one may remove itself. A hook registered twice runs twice, and each registration ends by itself.
    /// </para>
    /// <para>
    /// An exception of a hook ends the pass, and the module can be called again. What the pass has changed before stays changed: when a function after the
    /// module's own throws, running statistics have moved and random numbers are drawn. A hook may call other modules, but not its own module while it runs,
    /// which would call it again without end: that is refused with an <see cref="InvalidOperationException"/>.
    /// </para>
    /// <para>
    /// A pass is a call of <see cref="Forward"/> with one tensor. Calls of overloads that take more, such as those of attention and of recurrent networks
    /// with states, have no hooks, and neither do the modules that such a module only takes the weights of. Hooks are no part of the state.
    /// </para>
    /// </remarks>
    /// <param name="hook">Gets the module and the input; returns another input, or null to leave it.</param>
    /// <returns>Removes the hook when disposed of.</returns>
    public IDisposable RegisterForwardPreHook(Func<Module, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        HookRegistration registration = new HookRegistration("forward pre-hook", this);
        Func<Module, Tensor, Tensor?> own = (module, x) => registration.Call((hook, module, x), static s => s.hook(s.module, s.x));
        return Hook(
            hooks => hooks with { BeforeForward = hooks.BeforeForward.Add(own) }, hooks => hooks with { BeforeForward = hooks.BeforeForward.Remove(own) });
    }

    /// <summary>
    /// Calls a function of this module from now on after each forward pass, with the module, its input and its result. What it returns, if not null, is the
    /// result instead.
    /// </summary>
    /// <inheritdoc cref="RegisterForwardPreHook"/>
    /// <param name="hook">Gets the module, the input and the result; returns another result, or null to leave it.</param>
    public IDisposable RegisterForwardHook(Func<Module, Tensor, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        HookRegistration registration = new HookRegistration("forward hook", this);
        Func<Module, Tensor, Tensor, Tensor?> own = (module, x, y) => registration.Call((hook, module, x, y), static s => s.hook(s.module, s.x, s.y));
        return Hook(
            hooks => hooks with { AfterForward = hooks.AfterForward.Add(own) }, hooks => hooks with { AfterForward = hooks.AfterForward.Remove(own) });
    }

    /// <summary>
    /// Calls a function of this module from now on when a backward pass has reached its result, with the module and the result's gradient. What it returns, if
    /// not null, is the gradient instead, of the same shape and type.
    /// </summary>
    /// <inheritdoc cref="RegisterForwardPreHook"/>
    /// <param name="hook">Gets the module and the gradient of its result; returns another gradient, or null to leave it.</param>
    public IDisposable RegisterBackwardPreHook(Func<Module, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        HookRegistration registration = new HookRegistration("backward pre-hook", this);
        Func<Module, Tensor, Tensor?> own = (module, dy) => registration.Call((hook, module, dy), static s => s.hook(s.module, s.dy));
        return Hook(
            hooks => hooks with { BeforeBackward = hooks.BeforeBackward.Add(own) }, hooks => hooks with { BeforeBackward = hooks.BeforeBackward.Remove(own) });
    }

    /// <summary>
    /// Calls a function of this module from now on when a backward pass has reached its input, with the module, the input's gradient and the result's. What it
    /// returns, if not null, is the input's gradient instead, of the same shape and type. PyTorch's <c>register_full_backward_hook</c>.
    /// </summary>
    /// <remarks>
    /// Where the input needs no gradient, as that of a network's first layer, the function is called as soon as the result's gradient is there, with null for
    /// the input's, and must return null. The gradients are the hook's own: they outlive the pass. Parameters get theirs when the pass comes to them, which may
    /// be after the hook. For the rest see <see cref="RegisterForwardPreHook"/>; a forward pass notes which hooks its backward pass will call.
    /// </remarks>
    /// <param name="hook">Gets the module, the gradients of its input and of its result; returns another gradient of the input, or null to leave it.</param>
    /// <returns>Removes the hook when disposed of.</returns>
    public IDisposable RegisterBackwardHook(Func<Module, Tensor?, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        HookRegistration registration = new HookRegistration("backward hook", this);
        Func<Module, Tensor?, Tensor, Tensor?> own = (module, dx, dy) =>
            registration.Call((hook, module, dx, dy), static s => s.hook(s.module, s.dx, s.dy));
        return Hook(
            hooks => hooks with { AfterBackward = hooks.AfterBackward.Add(own) }, hooks => hooks with { AfterBackward = hooks.AfterBackward.Remove(own) });
    }

    private HookHandle Hook(Func<ModuleHooks, ModuleHooks> add, Func<ModuleHooks, ModuleHooks> remove)
    {
        Change(add);
        return new HookHandle(() => Change(remove));
    }

    private void Change(Func<ModuleHooks, ModuleHooks> change)
    {
        ModuleHooks? before, after;
        do
        {
            before = Volatile.Read(ref _hooks);
            after = change(before ?? ModuleHooks.None);
            after = after.IsEmpty ? null : after;
        }
        while (Interlocked.CompareExchange(ref _hooks, after, before) != before);
    }

    private Tensor HookedForward(ModuleHooks hooks, Tensor x)
    {
        foreach (Func<Module, Tensor, Tensor?> hook in hooks.BeforeForward)
        {
            x = hook(this, x) ?? x;
        }

        HookedPass? pass = hooks.HasBackward ? new HookedPass(this, hooks) : null;
        x = pass?.Input(x) ?? x;
        Tensor y = ForwardCore(x);
        foreach (Func<Module, Tensor, Tensor, Tensor?> hook in hooks.AfterForward)
        {
            y = hook(this, x, y) ?? y;
        }

        return pass?.Result(y) ?? y;
    }

    /// <summary>The hooks of a module; never changed, so that a pass keeps those that it began with.</summary>
    internal sealed record ModuleHooks(
        ImmutableList<Func<Module, Tensor, Tensor?>> BeforeForward, ImmutableList<Func<Module, Tensor, Tensor, Tensor?>> AfterForward,
        ImmutableList<Func<Module, Tensor, Tensor?>> BeforeBackward, ImmutableList<Func<Module, Tensor?, Tensor, Tensor?>> AfterBackward)
    {
        internal static readonly ModuleHooks None = new([], [], [], []);

        internal bool HasBackward => BeforeBackward.Count + AfterBackward.Count > 0;

        internal bool IsEmpty => !HasBackward && BeforeForward.Count + AfterForward.Count == 0;
    }

    /// <summary>Removes a hook once, however often it is disposed of.</summary>
    private sealed class HookHandle(Action remove) : IDisposable
    {
        private Action? _remove = remove;

        public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
    }
}
