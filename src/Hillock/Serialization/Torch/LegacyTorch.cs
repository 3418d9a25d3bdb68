using Hillock.Data;
using Hillock.Serialization.Zip;

namespace Hillock.Serialization.Torch;

/// <summary>Tells what a file is that is no zip archive.</summary>
internal static class LegacyTorch
{
    private const int StartLength = 262; // a tar archive tells at 257

    /// <summary>The first pickle of PyTorch's form before 1.6: protocol 2, and the whole number 0x1950a86a20f9469cfc6c.</summary>
    private static ReadOnlySpan<byte> Magic => [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Refuses what does not start as a zip archive.</summary>
    /// <param name="stream">The content, at its start.</param>
    /// <param name="source">The name for error messages.</param>
    /// <exception cref="DataFormatException">It is none.</exception>
    public static void Refuse(Stream stream, string source)
    {
        byte[] bytes = new byte[StartLength];
        ReadOnlySpan<byte> start = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        if (ZipReader.IsZip(start))
        {
            return;
        }

        bool isPickle = start.Length > 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5;
        bool isOld = (isPickle && start[2..].StartsWith(Magic)) || (start.Length > 257 && start[257..].StartsWith("ustar"u8));
        throw isOld
            ? new DataFormatException(
                source, null, "this is PyTorch's form from before version 1.6, a series of pickles, and only its zip archives are read",
                "write it anew in Python: torch.save(torch.load(path), path, _use_new_zipfile_serialization=True)")
            : isPickle
                ? new DataFormatException(
                    source, null, "this is a plain pickle, and only the zip archives of torch.save are read",
                    "load it in Python and write it by torch.save(model.state_dict(), path)")
                : start.Length > 8 && start[8] == (byte)'{'
                ? new DataFormatException(
                    source, null, "this is a safetensors file, not one of torch.save", "read it by SafeTensors.Read, or load it by model.Load(path)")
                : new DataFormatException(
                    source, null, start.IsEmpty ? "the file is empty" : "this is not a zip archive, as torch.save writes them",
                    "save the state with torch.save(model.state_dict(), path)");
    }
}
