using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Chooses the width of vectors for work with sums, as <see cref="VectorWidth"/> does for other work.</summary>
internal static class SumsWidth
{
    /// <summary>Does a block of work with vectors of a width in bits; the narrowest that sixteen sums have is 128.</summary>
    internal static void Run<TBody, TElement>(TBody body, int index, int vectorBits)
        where TBody : struct, ISumsBody<TElement>, allows ref struct
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        switch (vectorBits)
        {
            case >= 512:
                body.Invoke<Lanes512<TElement>, SixteenSums512, SixteenDoubles512>(index);
                break;
            case 256:
                body.Invoke<Lanes256<TElement>, SixteenSums256, SixteenDoubles256>(index);
                break;
            default:
                body.Invoke<Lanes128<TElement>, SixteenSums128, SixteenDoubles128>(index);
                break;
        }
    }
}
