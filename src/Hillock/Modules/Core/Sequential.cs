using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Modules one after the other: each one's result is the next one's input.</summary>
/// <remarks>A collection expression makes one: <c>Sequential network = [new Linear(784, 128), new Activation&lt;Relu&gt;(), new Linear(128, 10)];</c></remarks>
/// <example>
/// <code>
/// var network = new Sequential(new Linear(4, 8), new Activation&lt;Gelu&gt;(), new Linear(8, 2));
/// Console.WriteLine(network.Forward(Tensor.Zeros([5, 4])).Shape); // [5, 2]
/// </code>
/// </example>
[CollectionBuilder(typeof(Sequential), nameof(Create))]
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly Module[] _modules;

    /// <summary>Makes the chain; the modules are named 0, 1, 2 and so on.</summary>
    /// <param name="modules">The modules, from the input on.</param>
    public Sequential(params ReadOnlySpan<Module> modules)
    {
        _modules = modules.ToArray();
        for (int i = 0; i < _modules.Length; i++)
        {
            Register(i.ToString(CultureInfo.InvariantCulture), _modules[i]);
        }
    }

    /// <inheritdoc/>
    public int Count => _modules.Length;

    /// <inheritdoc/>
    public Module this[int index] => _modules[index];

    /// <summary>Makes the chain of a collection expression.</summary>
    public static Sequential Create(ReadOnlySpan<Module> modules) => new(modules);

    internal override bool TakesFollowing => true;

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => ((IEnumerable<Module>)_modules).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Run(x, null);

    private protected override Tensor ForwardThenCore(Tensor x, Following following) => Run(x, following);

    private Tensor Run(Tensor x, Following? outer)
    {
        int next = 0;
        while (next < _modules.Length)
        {
            Module module = _modules[next++];
            if ((next < _modules.Length || outer is not null) && module.TakesFollowing && Following.CanSkip(module))
            {
                Following following = new Following(_modules, next, outer);
                x = module.ForwardThen(x, following);
                next = following.Next;
            }
            else
            {
                x = module.Forward(x);
            }
        }

        return x;
    }
}
