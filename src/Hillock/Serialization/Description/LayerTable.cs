using System.Collections.Frozen;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>All layers that can be described, a row each: the layers that are functions of one tensor, and the activations of the catalogue.</summary>
internal static partial class LayerTable
{
    /// <summary>The rows.</summary>
    internal static IReadOnlyList<LayerRow> All { get; } =
    [
        .. Containers(), .. Linears(), .. Convolutions(), .. Poolings(), .. Paddings(), .. Grids(), .. Dropouts(), .. Norms(), .. Recurrents(),
        .. Transformers(), .. Parametrizations(), .. Functions(), .. ActivationCatalog.All.Select(static info => new ActivationRow(info)),
    ];

    private static readonly FrozenDictionary<string, LayerRow> ByName = All.ToFrozenDictionary(static row => row.Name);

    /// <summary>The row of a name, or null.</summary>
    internal static LayerRow? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The row of a name as people write it: upper case, hyphens and the number of spatial axes may be left out, and aliases count.</summary>
    /// <param name="name">The name.</param>
    /// <param name="axes">The spatial axes of the layer's input, or 0.</param>
    internal static LayerRow? Find(string name, int axes)
    {
        string? alias = name.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal) switch
        {
            "POSITIONS" => nameof(PositionEmbedding),
            "ENCODERLAYER" => nameof(TransformerEncoderLayer),
            "ENCODER" => nameof(TransformerEncoder),
            "CAUSAL" => nameof(CausalEncoder),
            "ATTENTION" => nameof(MultiheadAttention),
            _ => null,
        };
        return All.FirstOrDefault(row => ActivationCatalog.IsSame(row.Name, alias ?? name))
            ?? All.FirstOrDefault(row => axes > 0 && ActivationCatalog.IsSame(row.Name, FormattableString.Invariant($"{name}{axes}d")))
            ?? (axes == 0 && ActivationCatalog.IsSame("BatchNorm", name) ? Find(nameof(BatchNorm1d)) : null) // which takes rows of features too
            ?? (ActivationCatalog.Find(name) is { } info ? Find(info.DisplayName) : null);
    }

    private static int? Last(Shape input) => input.Rank > 0 ? input[-1] : null;

    private static int? Channels(Shape input) => input.Rank > 1 ? input[1] : null;

    private static double Product(int[] factors) => factors.Aggregate(1.0, static (product, factor) => product * factor);

    private static DataType TypeOf(Tensor? parameter) => parameter?.DataType ?? DataType.Float32;

    /// <summary>A kernel's or window's elements, where one number stands for all axes.</summary>
    private static double Elements(int[] lengths, int axes) => lengths is [int one] ? Product([.. Enumerable.Repeat(one, axes)]) : Product(lengths);

    private static PerAxis Other(PerAxis value, PerAxis standard) => value == standard ? default : value;
}
