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
    /// stands for any characters and <c>?</c> for one; the step <c>**</c> stands for any number of steps, none too. Upper case counts. A pattern that fits a
    /// module holds for all below it: <c>encoder</c> and <c>encoder.*</c> freeze the whole encoder, <c>layers.0</c> the first layer, <c>**.bias</c> every bias.
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

    private List<Tensor> Fitting(ReadOnlySpan<string> patterns)
    {
        List<Parameter> all = new List<Parameter>();
        CollectParameters("", all, new HashSet<Tensor>(ReferenceEqualityComparer.Instance), once: false);
        if (patterns.IsEmpty)
        {
            return [.. all.Select(static parameter => parameter.Value)];
        }

        List<Tensor> fitting = new List<Tensor>();
        foreach (string text in patterns)
        {
            ArgumentException.ThrowIfNullOrEmpty(text, nameof(patterns));
            ParameterPattern pattern = new ParameterPattern(text);
            int before = fitting.Count;
            fitting.AddRange(all.Where(parameter => pattern.Fits(parameter.Name)).Select(static parameter => parameter.Value));
            if (fitting.Count == before)
            {
                string[] near = NearNames.Of(text, all.Select(static parameter => parameter.Name).Concat(NamedModules().Select(static one => one.Name)));
                throw new ArgumentException(
                    $"The pattern \"{text}\" expects a parameter of {Name} that it fits but there is none" +
                    (near.Length > 0 ? $"; near are: {string.Join(", ", near)}." : "; NamedParameters() lists their names."), nameof(patterns));
            }
        }

        return fitting;
    }
}
