using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hillock.Digests;

/// <summary>The SHA-256 of numbers' bits. All NaNs count as one: IEEE 754 leaves their sign and payload open.</summary>
internal sealed class BitDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        T[] copy = values.ToArray();
        for (int i = 0; i < copy.Length; i++)
        {
            if (T.IsNaN(copy[i]))
            {
                copy[i] = T.Zero / T.Zero;
            }
        }

        _hash.AppendData(MemoryMarshal.AsBytes<T>(copy));
    }

    /// <summary>The first 32 digits, which identify it well enough.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset())[..32];

    public void Dispose() => _hash.Dispose();
}
