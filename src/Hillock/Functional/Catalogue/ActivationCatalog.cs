using System.Text;

namespace Hillock.Functional;

/// <summary>Every element-wise activation function of the library, by name. Its rows are generated from the definitions.</summary>
public static partial class ActivationCatalog
{
    /// <summary>The functions in alphabetical order.</summary>
    public static IReadOnlyList<ActivationInfo> All { get; } =
        Array.AsReadOnly([.. CreateRows().OrderBy(row => row.Name, StringComparer.Ordinal)]);

    /// <summary>
    /// The function of a name or an alias, or null. Upper case, hyphens and underscores do not matter: <c>LeakyReLU</c> is <c>leaky-relu</c>.
    /// </summary>
    public static ActivationInfo? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (ActivationInfo info in All)
        {
            if (IsSame(info.Name, name))
            {
                return info;
            }
        }

        // A name goes before another function's alias.
        foreach (ActivationInfo info in All)
        {
            if (info.Aliases.Any(alias => IsSame(alias, name)))
            {
                return info;
            }
        }

        return null;
    }

    /// <summary>The function of a name or an alias, made from the values of its parameters.</summary>
    /// <exception cref="ArgumentException">There is no such function, or the values do not fit it.</exception>
    public static ActivationFunction Create(string name, params ReadOnlySpan<double> values) =>
        (Find(name) ?? throw new ArgumentException($"There is no activation function '{name}'; ActivationCatalog.All lists them.", nameof(name)))
            .Create(values);

    /// <summary>
    /// From <c>LeakyRelu</c> or <c>negativeSlope</c> to <c>leaky-relu</c>, <c>negative-slope</c>. A word starts at a capital after a small letter, and at the
    /// last of three or more capitals where a small letter follows: <c>KLDivergence</c> is <c>kl-divergence</c>, but <c>PRelu</c> is <c>prelu</c>.
    /// </summary>
    internal static string KebabCase(string name)
    {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool endsCapitals = i > 1 && char.IsUpper(name[i - 2]) && i + 1 < name.Length && char.IsLower(name[i + 1]);
            if (i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || endsCapitals))
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    internal static bool IsSame(string a, string b)
    {
        int i = 0;
        int j = 0;
        while (true)
        {
            while (i < a.Length && a[i] is '-' or '_')
            {
                i++;
            }

            while (j < b.Length && b[j] is '-' or '_')
            {
                j++;
            }

            if (i == a.Length || j == b.Length)
            {
                return i == a.Length && j == b.Length;
            }

            if (char.ToLowerInvariant(a[i++]) != char.ToLowerInvariant(b[j++]))
            {
                return false;
            }
        }
    }
}
