using System.Globalization;
using System.Numerics;

namespace Hillock.Serialization.Torch;

/// <summary>Plain values of a pickle as texts.</summary>
internal static class PickleText
{
    private const int MostItems = 16;

    /// <summary>Whether a value is plain: a number, a text, a truth value, a name, nothing, or a list of those.</summary>
    public static bool IsPlain(object? value) => value switch
    {
        List<object?> list => list.TrueForAll(IsSingle),
        PickleTuple tuple => Array.TrueForAll(tuple.Items, IsSingle),
        _ => IsSingle(value),
    };

    /// <summary>A plain value as a text, much as Python prints it: <c>3</c>, <c>0.5</c>, <c>[1, 2]</c>; long lists are cut.</summary>
    public static string Of(object? value) => value switch
    {
        null => "None",
        double number => number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        long or BigInteger => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        bool truth => truth ? "True" : "False",
        byte[] bytes => $"{bytes.Length} bytes",
        PickleGlobal global => global.Name,
        PickleNumpyType type => type.Code,
        List<object?> list => OfMany(list),
        PickleTuple tuple => OfMany(tuple.Items),
        _ => value.ToString() ?? "",
    };

    private static bool IsSingle(object? value) => value is null or string or long or double or bool or BigInteger or byte[] or PickleGlobal or PickleNumpyType;

    private static string OfMany(IReadOnlyCollection<object?> items) =>
        $"[{string.Join(", ", items.Take(MostItems).Select(Of))}{(items.Count > MostItems ? $", ... {items.Count} in all" : "")}]";
}
