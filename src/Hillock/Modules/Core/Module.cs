using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A piece of a network: a function of tensors with the parameters, buffers and child modules that it needs.</summary>
/// <remarks>
/// <para>
/// Derive from it, register every child and parameter in the constructor (<c>_hidden = Register("hidden", new Linear(784, 128));</c>) and
/// override <see cref="ForwardCore"/>. A child with parameters that is called without being registered is refused with an
/// <see cref="InvalidOperationException"/> at the first forward pass that records gradients, because an optimizer would never find it.
/// </para>
/// <para>Names, order and layout of parameters and buffers are PyTorch's.</para>
/// <para>
/// Any number of threads may call a module at a time, in evaluation with the same bits as one after the other. In training each pass of a
/// random module draws numbers of its own, and the order of the passes decides which. While one thread changes a module, by an optimizer's step,
/// <see cref="LoadStateDict"/> or <see cref="Train"/>, no other may call it; a <c>Trainer</c> sees to that for its network.
/// </para>
/// </remarks>
public abstract partial class Module
{
    [ThreadStatic]
    private static Module? Running;

    private readonly List<(string Name, Module Module)> _children = [];
    private readonly List<Parameter> _parameters = [];
    private readonly List<(string Name, Tensor Value)> _buffers = [];
    private bool _registered;
    private Module? _adopted;
    private bool _isTraining = true;

    /// <summary>
    /// Whether the module behaves as in training (dropout drops, slopes are random): true until <see cref="Evaluate"/>, and false inside of
    /// <see cref="Evaluating"/>.
    /// </summary>
    public bool IsTraining => _isTraining && !EvaluationScope.IsActive;

    /// <summary>The child modules by name, in the order of registration.</summary>
    public IReadOnlyList<(string Name, Module Module)> Children => _children;

    /// <summary>Computes the module's result.</summary>
    /// <param name="x">The input; its shape is the module's affair.</param>
    /// <exception cref="InvalidOperationException">
    /// The module holds parameters, is called inside of another module's forward pass and is not registered with any.
    /// </exception>
    public Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Module? caller = Enter();
        try
        {
            return Traced(_hooks is { } hooks ? HookedForward(hooks, x) : ForwardCore(x));
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <summary>Switches this module and all below it to training.</summary>
    /// <returns>The module itself.</returns>
    public Module Train() => SetTraining(true);

    /// <summary>Switches this module and all below it to evaluation: nothing is random, nothing but the input decides the output.</summary>
    /// <returns>The module itself.</returns>
    public Module Evaluate() => SetTraining(false);

    /// <summary>
    /// Lets all modules behave as in evaluation until the scope ends, whatever their own modes are, which stay as they are:
    /// <c>using (Module.Evaluating()) { ... }</c>.
    /// </summary>
    /// <remarks>
    /// It acts on this thread and on the tasks and threads that are started inside, so other threads may train meanwhile. What measures a network uses it:
    /// <c>Trainer.Predict</c>, <c>Trainer.Evaluate</c>, <c>Diagnostics</c>.
    /// </remarks>
    public static EvaluationScope Evaluating() => EvaluationScope.Open();

    /// <summary>The parameters, each once: the module's own, then its children's.</summary>
    public IReadOnlyList<Tensor> Parameters() => [.. NamedParameters().Select(static parameter => parameter.Value)];

    /// <summary>The parameters with their names, each once, under its first name.</summary>
    public IReadOnlyList<Parameter> NamedParameters()
    {
        List<Parameter> found = new List<Parameter>();
        CollectParameters("", found, new HashSet<object>(ReferenceEqualityComparer.Instance));
        return found;
    }

    /// <summary>This module and all below it, each once, with their paths; the module itself has the empty one, one of several its first.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules() => NamedModules("", new HashSet<Module>(ReferenceEqualityComparer.Instance));

    /// <summary>Forgets the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        Visit(static module =>
        {
            foreach (Parameter parameter in module._parameters)
            {
                parameter.Value.ZeroGrad();
            }
        });
    }

    /// <summary>Sets whether the parameters of this module and all below it are learned.</summary>
    /// <param name="learn">False to freeze them.</param>
    /// <returns>The module itself.</returns>
    public Module RequireGrad(bool learn = true)
    {
        foreach (Parameter parameter in NamedParameters())
        {
            parameter.Value.RequiresGrad = learn;
        }

        return this;
    }

    /// <summary>
    /// Whether each output depends on the input at the same place alone, so that it has a derivative there: the diagnostics measure such modules.
    /// </summary>
    protected internal virtual bool IsElementwise => false;

    /// <summary>Whether <see cref="ForwardThen"/> may do what follows too.</summary>
    internal virtual bool TakesFollowing => false;

    /// <summary>Computes the module's result, and does as many of the steps that follow to it as fit and as nobody would miss.</summary>
    internal Tensor ForwardThen(Tensor x, Following following)
    {
        Module? caller = Enter();
        try
        {
            return ForwardThenCore(x, following);
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <summary>The module as a step that changes a result of another in place, or null if it is none; then it would record no gradient either.</summary>
    internal virtual BlockStep? StepOn(Shape shape, DataType type) => null;

    private protected virtual Tensor ForwardThenCore(Tensor x, Following following) => ForwardCore(x);

    /// <summary>The module's function; called by <see cref="Forward"/>.</summary>
    /// <param name="x">The input.</param>
    /// <exception cref="InvalidOperationException">The module has no function of one tensor.</exception>
    protected virtual Tensor ForwardCore(Tensor x) =>
        throw new InvalidOperationException($"{Name} is not a function of one tensor; call the Forward that takes all its arguments.");

    /// <summary>Makes a module a child of this one, so that its parameters are found.</summary>
    /// <param name="name">Its name in parameter paths: not empty, without a point, and used once.</param>
    /// <param name="child">The child.</param>
    /// <returns>The child.</returns>
    /// <exception cref="ArgumentException">The name is empty, has a point or is taken, or the child is this module or contains it.</exception>
    protected TModule Register<TModule>(string name, TModule child)
        where TModule : Module
    {
        ArgumentNullException.ThrowIfNull(child);
        CheckName(name);
        if (child.NamedModules().Any(below => ReferenceEquals(below.Module, this)))
        {
            throw new ArgumentException(
                $"{Name} cannot have {(ReferenceEquals(child, this) ? "itself" : $"{child.Name}, which contains it,")} as its child \"{name}\": a walk " +
                "through its parameters would not end; register another module, or keep a reference that is not registered.", nameof(child));
        }

        _children.Add((name, child));
        child._registered = true;
        return child;
    }

    /// <summary>Makes a tensor a learnable parameter: it requires a gradient from now on.</summary>
    /// <param name="name">Its name: not empty, without a point, and used once.</param>
    /// <param name="value">The initial value, of a floating-point type; a leaf.</param>
    /// <param name="takesWeightDecay">False where weight decay would distort the parameter, as with a slope.</param>
    /// <param name="bound">The magnitude that no element may exceed after a step, above 0; null for none.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty, has a point or is taken, or the tensor was computed from others or is not of a floating-point type.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not above 0.</exception>
    protected Tensor RegisterParameter(string name, Tensor value, bool takesWeightDecay = true, double? bound = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        CheckName(name);
        if (bound is { } magnitude)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(magnitude, nameof(bound));
        }

        if (!value.IsLeaf)
        {
            throw new ArgumentException(
                $"Parameter \"{name}\" expects a leaf but got a tensor that was computed from others; pass its Detach().Clone().", nameof(value));
        }

        if (!value.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"Parameter \"{name}\" of {Name} expects a floating-point type but got {value.DataType.Name()}; take DataType.Float32, or convert it with To.",
                nameof(value));
        }

        value.RequiresGrad = true;
        _parameters.Add(new Parameter(name, TensorPool.Keep(value), takesWeightDecay, bound));
        return value;
    }

    /// <summary>Makes a tensor part of the saved state without being learned, such as a running mean.</summary>
    /// <param name="name">Its name: not empty, without a point, and used once.</param>
    /// <param name="value">The initial value.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The name is empty, has a point or is taken.</exception>
    protected Tensor RegisterBuffer(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        CheckName(name);
        _buffers.Add((name, TensorPool.Keep(value)));
        return value;
    }

    /// <summary>Takes over all that a module has, but for one of its parameters, under the names that it has there.</summary>
    private protected void Adopt(Module module, Tensor except)
    {
        _adopted = module;
        _isTraining = module._isTraining;
        _parameters.AddRange(module._parameters.Where(parameter => parameter.Value != except));
        _buffers.AddRange(module._buffers);
        foreach ((string name, Module child) in module._children)
        {
            Register(name, child);
        }
    }

    /// <summary>Notes that this module runs; undo by <see cref="Exit"/>.</summary>
    private protected Module? Enter()
    {
        Module? caller = Running;
        if (caller is not null && !_registered && caller != this)
        {
            RefuseUnregistered(caller);
        }

        Running = this;
        ModuleTrace.Current?.Begin(this);
        return caller;
    }

    private protected static void Exit(Module? caller)
    {
        Running = caller;
        ModuleTrace.Current?.End();
    }

    /// <summary>Shows a result to who traces the modules of this thread.</summary>
    /// <returns>The result.</returns>
    private protected static Tensor Traced(Tensor result)
    {
        ModuleTrace.Current?.Result(result);
        return result;
    }

    private void RefuseUnregistered(Module caller)
    {
        if (GradientMode.Enabled && NamedParameters().Any(static parameter => parameter.Value.RequiresGrad))
        {
            throw new InvalidOperationException(
                $"{Name} was called by {caller.Name} but is not registered with it, so no optimizer would find its parameters; " +
                $"write _field = Register(\"name\", new {Name}(...)) in the constructor, or freeze it with RequireGrad(false).");
        }
    }

    private Module SetTraining(bool training)
    {
        Visit(training ? static module => module.SetOwnMode(true) : static module => module.SetOwnMode(false));
        return this;
    }

    // The layer that a parametrization stands around is none of its modules, but has its mode.
    private void SetOwnMode(bool training)
    {
        _isTraining = training;
        _adopted?.SetOwnMode(training);
    }

    /// <summary>Calls a function for this module and all below it, parents first, each once however many paths lead to it.</summary>
    private void Visit(Action<Module> action)
    {
        action(this);
        if (_children.Count > 0)
        {
            foreach ((_, Module module) in NamedModules().Skip(1))
            {
                action(module);
            }
        }
    }

    private IEnumerable<(string Name, Module Module)> NamedModules(string prefix, HashSet<Module> seen)
    {
        if (!seen.Add(this))
        {
            yield break;
        }

        yield return (prefix, this);
        foreach ((string name, Module child) in _children)
        {
            foreach ((string Name, Module Module) below in child.NamedModules(prefix.Length == 0 ? name : $"{prefix}.{name}", seen))
            {
                yield return below;
            }
        }
    }

    private void CollectParameters(string prefix, List<Parameter> found, HashSet<object> seen)
    {
        if (!seen.Add(this))
        {
            return;
        }

        found.AddRange(_parameters.Where(parameter => seen.Add(parameter.Value)).Select(parameter => parameter with { Name = prefix + parameter.Name }));
        foreach ((string name, Module child) in _children)
        {
            child.CollectParameters($"{prefix}{name}.", found, seen);
        }
    }

    private void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The name \"{name}\" has a point, which separates the steps of a path; choose another.", nameof(name));
        }

        if (_children.Exists(child => child.Name == name) || _parameters.Exists(parameter => parameter.Name == name)
            || _buffers.Exists(buffer => buffer.Name == name))
        {
            throw new ArgumentException($"{Name} already has something named \"{name}\"; choose another name.", nameof(name));
        }
    }
}
