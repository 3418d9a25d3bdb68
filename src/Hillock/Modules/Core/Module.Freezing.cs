using Hillock.Tensors;

namespace Hillock.Modules;

public abstract partial class Module
{
    /// <summary>Calls a function for this module and all below it, children before parents, each once.</summary>
    /// <param name="action">What to do with each, such as initialising its weights.</param>
    /// <returns>The module itself.</returns>
    /// <example>
    /// <code>
    /// Module network = new Sequential(new Linear(4, 8), new Activation&lt;Relu&gt;(), new Linear(8, 2));
    /// network.Apply(module => Initialization.Constant((module as Linear)?.Bias ?? Tensor.Zeros(1), 0.5));
    /// Console.WriteLine(((Linear)((Sequential)network)[2]).Bias); // float32 [2] [0.5, 0.5] requires a gradient
    /// </code>
    /// </example>
    public Module Apply(Action<Module> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        HashSet<Module> done = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        Apply(action, done);
        return this;
    }

    /// <summary>Freezes the parameters of the names: no gradient is computed for them, and no optimizer changes them.</summary>
    /// <remarks>
    /// <para>
    /// A pattern is a path of steps divided by points, as <see cref="NamedParameters()"/> and <see cref="NamedModules()"/> give them. Within a step <c>*</c>
    /// stands for any characters, <c>?</c> for one, and every other character for itself; the step <c>**</c> stands for any number of steps, none too. Upper
    /// case counts. A pattern that fits a module holds for all below it: <c>encoder</c> and <c>encoder.*</c> freeze the whole encoder, <c>layers.0</c> the
    /// first layer, <c>**.bias</c> every bias.
    /// </para>
    /// <para>
    /// A parameter of several names is frozen if one of them fits. A frozen parameter loses the gradient that it had, so that the next step does not use it.
    /// Buffers, such as the running statistics of a batch normalisation, are no parameters: <see cref="Evaluate"/> keeps them as they are.
    /// </para>
    /// </remarks>
    /// <param name="patterns">The patterns; none for all parameters.</param>
    /// <returns>The module itself.</returns>
    /// <exception cref="ArgumentException">A pattern fits no parameter; nothing is frozen then, and the message has the nearest names.</exception>
    /// <example>
    /// <code>
    /// var network = new Sequential(new Linear(4, 8), new Linear(8, 2));
    /// network.Freeze("0", "**.bias");
    /// Console.WriteLine(string.Join(", ", network.NamedParameters().Where(one => one.Value.RequiresGrad).Select(one => one.Name))); // 1.weight
    /// </code>
    /// </example>
    public Module Freeze(params ReadOnlySpan<string> patterns)
    {
        foreach (Tensor parameter in Fitting(patterns))
        {
            parameter.RequiresGrad = false;
            parameter.ZeroGrad();
        }

        return this;
    }

    /// <summary>Lets the parameters of the names be learned again; see <see cref="Freeze"/> for the patterns.</summary>
    /// <param name="patterns">The patterns; none for all parameters.</param>
    /// <returns>The module itself.</returns>
    /// <exception cref="ArgumentException">A pattern fits no parameter; nothing is changed then, and the message has the nearest names.</exception>
    public Module Unfreeze(params ReadOnlySpan<string> patterns)
    {
        foreach (Tensor parameter in Fitting(patterns))
        {
            parameter.RequiresGrad = true;
        }

        return this;
    }

    private void Apply(Action<Module> action, HashSet<Module> done)
    {
        if (done.Add(this))
        {
            foreach ((_, Module child) in _children)
            {
                child.Apply(action, done);
            }

            action(this);
        }
    }

    private IReadOnlyCollection<Tensor> Fitting(ReadOnlySpan<string> patterns)
    {
        if (patterns.IsEmpty)
        {
            return Parameters();
        }

        HashSet<Tensor> fitting = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (string text in patterns)
        {
            ArgumentException.ThrowIfNullOrEmpty(text, nameof(patterns));
            HashSet<Tensor> found = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
            CollectFitting(new ParameterPattern(text), 0, found, []);
            if (found.Count == 0)
            {
                IEnumerable<string> modules = NamedModules().Where(static one => one.Module.Parameters().Count > 0).Select(static one => one.Name);
                string[] near = NearNames.Of(text, NamedParameters().Select(static parameter => parameter.Name).Concat(modules));
                throw new ArgumentException(
                    $"The pattern \"{text}\" expects a parameter of {Name} that it fits but there is none" +
                    (near.Length > 0 ? $"; near are: {string.Join(", ", near)}." : "; NamedParameters() lists their names."), nameof(patterns));
            }

            fitting.UnionWith(found);
        }

        return fitting;
    }

    /// <summary>Collects the parameters from here on whose path the rest of a pattern fits, or a beginning of it.</summary>
    private void CollectFitting(ParameterPattern pattern, int step, HashSet<Tensor> found, HashSet<(Module Module, int Step)> done)
    {
        if (!done.Add((this, step)))
        {
            return;
        }

        if (step == pattern.Length || (pattern.IsAny(step) && step == pattern.Length - 1))
        {
            found.UnionWith(Parameters());
            return;
        }

        bool any = pattern.IsAny(step);
        if (any)
        {
            CollectFitting(pattern, step + 1, found, done);
        }
        else if (step == pattern.Length - 1)
        {
            found.UnionWith(_parameters.Where(parameter => pattern.Fits(step, parameter.Name)).Select(static parameter => parameter.Value));
        }

        foreach ((string name, Module child) in _children)
        {
            if (any || pattern.Fits(step, name))
            {
                child.CollectFitting(pattern, any ? step : step + 1, found, done);
            }
        }
    }
}
