using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hillock.Numbers;

/// <summary>How wide the vectors of the kernels are.</summary>
/// <remarks>
/// Results never depend on it. The widest that the processor is good at is used; the switch <c>Hillock.VectorWidth</c>
/// (<see cref="AppContext"/>, in bits: 512, 256, 128, or 0 for scalars) chooses a narrower one for the process, for comparisons and tests. Sums, and what
/// works with them, have vectors of at least 128 bits.
/// </remarks>
internal static class VectorWidth
{
    /// <summary>The widest that the processor is good at.</summary>
    internal static int Widest =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>The width in use, in bits.</summary>
    internal static int Bits { get; set; } = Initial();

    /// <summary>Does a block of work with vectors of a width in bits.</summary>
    internal static void Run<TBody, TElement>(TBody body, int index, int vectorBits)
        where TBody : struct, ILanesBody<TElement>, allows ref struct
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        switch (vectorBits)
        {
            case >= 512:
                body.Invoke<Lanes512<TElement>>(index);
                break;
            case 256:
                body.Invoke<Lanes256<TElement>>(index);
                break;
            case 128:
                body.Invoke<Lanes128<TElement>>(index);
                break;
            default:
                body.Invoke<Scalar<TElement>>(index);
                break;
        }
    }

    private static int Initial()
    {
        if (AppContext.GetData("Hillock.VectorWidth") is not { } data)
            return Widest;
        return data.ToString() is "0" or "128" or "256" or "512"
            ? Math.Min(Widest, int.Parse(data.ToString()!, System.Globalization.CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The switch Hillock.VectorWidth expects 0, 128, 256 or 512 but is {data}.");
    }
}
