using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Hillock.Modules;

/// <summary>Modules by name, in the order in which they were given, without a function of their own: PyTorch's <c>ModuleDict</c>.</summary>
/// <typeparam name="TModule">What the modules are, so that all their members can be called.</typeparam>
/// <example>
/// <code>
/// var heads = new ModuleDictionary&lt;Linear&gt;(("age", new Linear(8, 1)), ("country", new Linear(8, 20)));
/// Console.WriteLine(string.Join(", ", heads.StateDict().Keys)); // age.weight, age.bias, country.weight, country.bias
/// </code>
/// </example>
public sealed class ModuleDictionary<TModule> : Module, IReadOnlyDictionary<string, TModule>
    where TModule : Module
{
    private readonly OrderedDictionary<string, TModule> _modules = new(StringComparer.Ordinal);

    /// <summary>Makes the dictionary; register it with the module that calls what is in it.</summary>
    /// <param name="modules">The modules with their names, which are steps of parameter paths.</param>
    /// <exception cref="ArgumentException">A name is empty, has a point or occurs twice.</exception>
    public ModuleDictionary(params ReadOnlySpan<(string Name, TModule Module)> modules)
    {
        foreach ((string name, TModule module) in modules)
        {
            _modules.Add(name, Register(name, module));
        }
    }

    /// <inheritdoc/>
    public int Count => _modules.Count;

    /// <summary>The names, in the order in which they were given.</summary>
    public IEnumerable<string> Keys => _modules.Keys;

    /// <summary>The modules, in the order in which they were given.</summary>
    public IEnumerable<TModule> Values => _modules.Values;

    /// <summary>The module of a name.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message lists the names that there are.</exception>
    public TModule this[string key] => _modules.TryGetValue(key, out TModule? module)
        ? module
        : throw new KeyNotFoundException($"There is no module \"{key}\"; there are: {string.Join(", ", _modules.Keys)}.");

    /// <inheritdoc/>
    protected internal override string Name => "ModuleDict";

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _modules.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TModule value) => _modules.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, TModule>> GetEnumerator() => _modules.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
