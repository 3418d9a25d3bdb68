using System.Globalization;

namespace Hillock.Tests.Oracle;

/// <summary>One point of an oracle file: x by its bits, and the true values there as decimals of 50 digits.</summary>
/// <param name="Bits">The bits of x in the element type of the set.</param>
/// <param name="X">x itself, exactly (a float32 widened to double).</param>
/// <param name="Value">f(x).</param>
/// <param name="First">f'(x).</param>
/// <param name="Second">f''(x).</param>
/// <param name="ByParameter">The derivative of f in its learnable parameter, or <see langword="null"/> where the file has none.</param>
public sealed record OraclePoint(ulong Bits, double X, string Value, string First, string Second, string? ByParameter)
{
    /// <summary>x as a float32; exact in a float32 set.</summary>
    public float XSingle => (float)X;

    /// <summary>The value of order 0, the first or the second derivative.</summary>
    public string Derivative(int order) => order switch
    {
        0 => Value,
        1 => First,
        2 => Second,
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "The oracle has the orders 0, 1 and 2."),
    };

    internal static OraclePoint Parse(IReadOnlyList<string> columns, bool single)
    {
        ulong bits = ulong.Parse(columns[0].AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        double x = single ? BitConverter.UInt32BitsToSingle(checked((uint)bits)) : BitConverter.UInt64BitsToDouble(bits);
        return new OraclePoint(bits, x, columns[2], columns[3], columns[4], columns.Count > 5 ? columns[5] : null);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"x = {X:R} (0x{Bits:x})");
}
