namespace Hillock.Kernels;

/// <summary>Working memory of kernels, for which others give up what they keep for later when there is too little.</summary>
internal static class Room
{
    /// <summary>Frees what is kept for later; null while nothing is.</summary>
    internal static Action? Relief { get; set; }

    /// <summary>Pinned bytes of undefined content.</summary>
    internal static byte[] Allocate(int length)
    {
        try
        {
            return GC.AllocateUninitializedArray<byte>(length, pinned: true);
        }
        catch (OutOfMemoryException) when (Relief is not null)
        {
            Relief();
        }

        return GC.AllocateUninitializedArray<byte>(length, pinned: true);
    }
}
