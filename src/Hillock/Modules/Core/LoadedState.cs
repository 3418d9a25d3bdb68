using System.Globalization;

namespace Hillock.Modules;

/// <summary>
/// What became of the names when a state was loaded into a module: PyTorch's <c>missing_keys</c> and <c>unexpected_keys</c>, and those that fit.
/// </summary>
/// <param name="Loaded">The module's names whose values were copied, in the module's order.</param>
/// <param name="Missing">
/// The module's names that the state does not have, so that their values stayed: none after <c>strict: true</c>. A tensor that the module has under several
/// names is missing only if the state has none of them.
/// </param>
/// <param name="Unexpected">The state's names that the module does not have, in the state's order; renamed, if the names were.</param>
/// <example>
/// <code>
/// Linear model = new(2, 1);
/// LoadedState loaded = model.LoadStateDict(new Dictionary&lt;string, Tensor&gt; { ["bias"] = Tensor.Ones([1]), ["scale"] = Tensor.Ones([1]) }, strict: false);
/// Console.WriteLine(loaded); // 1 loaded; missing: weight; unexpected: scale
/// </code>
/// </example>
public sealed record LoadedState(IReadOnlyList<string> Loaded, IReadOnlyList<string> Missing, IReadOnlyList<string> Unexpected)
{
    /// <summary>The number of names that were loaded, and the names that were not.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Loaded.Count} loaded") + Listed("missing", Missing)
        + Listed("unexpected", Unexpected);

    private static string Listed(string what, IReadOnlyList<string> names) => names.Count == 0 ? "" : $"; {what}: {string.Join(", ", names)}";
}
