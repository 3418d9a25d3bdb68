using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Hillock.Modules;

/// <summary>Makes the lists of collection expressions: <c>ModuleList&lt;Linear&gt; layers = [new Linear(4, 8), new Linear(8, 2)];</c></summary>
public static class ModuleList
{
    /// <summary>Makes a list.</summary>
    /// <param name="modules">The modules.</param>
    /// <typeparam name="TModule">What they are.</typeparam>
    public static ModuleList<TModule> Create<TModule>(ReadOnlySpan<TModule> modules)
        where TModule : Module => new(modules);
}

/// <summary>Modules named 0, 1, 2 and so on, without a function of their own: the owner calls them. PyTorch's <c>ModuleList</c>.</summary>
/// <typeparam name="TModule">What the modules are, so that all their members can be called.</typeparam>
/// <example>
/// <code>
/// ModuleList&lt;Linear&gt; layers = [new Linear(4, 8), new Linear(8, 2)];
/// Console.WriteLine(layers[1].OutFeatures); // 2
/// </code>
/// </example>
[CollectionBuilder(typeof(ModuleList), nameof(ModuleList.Create))]
public sealed class ModuleList<TModule> : Module, IReadOnlyList<TModule>
    where TModule : Module
{
    private readonly TModule[] _modules;

    /// <summary>Makes the list; register it with the module that calls what is in it.</summary>
    /// <param name="modules">The modules.</param>
    public ModuleList(params ReadOnlySpan<TModule> modules)
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
    public TModule this[int index] => _modules[index];

    /// <inheritdoc/>
    protected internal override string Name => nameof(ModuleList);

    /// <inheritdoc/>
    public IEnumerator<TModule> GetEnumerator() => ((IEnumerable<TModule>)_modules).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
