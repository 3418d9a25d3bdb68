using Hillock.Data;

namespace Hillock.Tests.Data;

/// <summary>
/// One .npy file and its content. <paramref name="IsCanonical"/>: numpy.save of this machine's byte order, which we must write byte for byte.
/// </summary>
internal sealed record NpyFixture(
    string Name, ElementType Type, int[] Shape, bool FortranOrder, bool IsCanonical, double[] Values, string Base64)
{
    public byte[] Bytes => Convert.FromBase64String(Base64);
}
