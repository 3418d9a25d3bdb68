using Hillock.Data;
using Hillock.Serialization.Torch;
using Hillock.Serialization.Zip;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>Reads tensors by name from a file of any of the kinds that the library knows, told by its content and not by its name.</summary>
/// <example>
/// <code>
/// Tensor x = Tensor.Arange(3, DataType.Float32);
/// NpzFile.Write("state.npz", new Dictionary&lt;string, Tensor&gt; { ["x"] = x });
/// Console.WriteLine($"{StateFile.FormatOf("state.npz")}: {StateFile.Read("state.npz")["x"]}"); // Npz: float32 [3] [0, 1, 2]
/// </code>
/// </example>
public static class StateFile
{
    private const int BraceOffset = 8; // a safetensors file: the length of the header, then the header, an object of JSON

    /// <summary>The kind of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">It is of none of these kinds, or an archive that is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StateFileFormat FormatOf(string path)
    {
        using Stream stream = DataFile.OpenRead(path);
        return FormatOf(stream, path);
    }

    /// <summary>Reads the tensors of a file; a single array is called <see cref="Saving.SingleName"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="key">Which entry of a checkpoint of PyTorch; see <see cref="TorchFile.Read(string, string?)"/>.</param>
    /// <returns>The tensors by name, in the order of the file.</returns>
    /// <exception cref="ArgumentException">There is a <paramref name="key"/>, but the file is none of PyTorch's.</exception>
    /// <exception cref="DataFormatException">The file is of none of these kinds, is damaged, or holds what no tensor stores.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, Tensor> Read(string path, string? key = null)
    {
        StateFileFormat format = FormatOf(path);
        return key is null || format == StateFileFormat.Torch
            ? Read(path, format, () => TorchFile.Read(path, key))
            : throw new ArgumentException(
                $"The key \"{key}\" chooses an entry of a checkpoint of PyTorch, but {path} is of the kind {format}; leave it out.",
                nameof(key));
    }

    /// <summary>Reads every tensor of a file, those of all entries of a checkpoint of PyTorch too, called by their paths.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name, in the order of the file.</returns>
    /// <exception cref="DataFormatException">The file is of none of these kinds, is damaged, or holds what no tensor stores.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, Tensor> ReadAll(string path) => Read(path, FormatOf(path), () => TorchFile.ReadAll(path));

    /// <summary>Reads the texts that a file keeps besides its tensors: the metadata of safetensors, the numbers and texts of PyTorch's checkpoints.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Texts by key; none where the kind of file has no place for them.</returns>
    /// <exception cref="DataFormatException">The file is of none of these kinds, or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, string> Metadata(string path)
    {
        switch (FormatOf(path))
        {
            case StateFileFormat.Torch:
                return TorchFile.Metadata(path);
            case StateFileFormat.SafeTensorsIndex:
                using (SafeTensorsSet shards = SafeTensorsSet.OfIndex(path))
                {
                    return shards.Metadata;
                }

            case StateFileFormat.SafeTensors:
                OrderedDictionary<string, string> texts = new(StringComparer.Ordinal);
                using (SafeTensorsFile file = new(path))
                {
                    foreach ((string name, string text) in file.Metadata)
                    {
                        texts.Add(name, text);
                    }
                }

                return texts;
            default:
                return [];
        }
    }

    /// <summary>Whether a file begins as one of the other kinds does. What is of no kind is for safetensors' reader to refuse.</summary>
    internal static bool IsAnotherThanSafeTensors(string path) => Start(path) is var start
        && (IsNumpy(start) || IsIndex(start) || (ZipReader.IsZip(start) && !HasBrace(start)) || (start is [0x80, ..] && !HasBrace(start)));

    /// <summary>Whether a file is the index of shards of safetensors.</summary>
    internal static bool IsIndex(string path) => IsIndex(Start(path));

    // What is no plain file is told apart by what opens it.
    private static byte[] Start(string path)
    {
        if (!File.Exists(path) || FileKinds.Of(RealPath.Of(path)) != FileKind.Plain)
        {
            return [];
        }

        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
        byte[] bytes = new byte[BraceOffset + 1];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    // JSON; the length of a safetensors file's header has zeros above its four low bytes.
    private static bool IsIndex(ReadOnlySpan<byte> start)
    {
        return start.Length > BraceOffset && !start.Contains((byte)0) && JsonText.WithoutMark(start).TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }

    private static bool IsNumpy(ReadOnlySpan<byte> start) => start.Length > 6 && start[0] == 0x93 && start[1..].StartsWith("NUMPY"u8);

    private static bool HasBrace(ReadOnlySpan<byte> start) => start.Length > BraceOffset && start[BraceOffset] == (byte)'{';

    private static OrderedDictionary<string, Tensor> Read(string path, StateFileFormat format, Func<OrderedDictionary<string, Tensor>> readTorch) =>
        format switch
        {
            StateFileFormat.SafeTensors or StateFileFormat.SafeTensorsIndex => SafeTensors.Read(path),
            StateFileFormat.Torch => readTorch(),
            StateFileFormat.Npz => NpzFile.ReadTensors(path),
            _ => new(StringComparer.Ordinal) { [Saving.SingleName] = NpzFile.ToTensor(NpyFile.Read(path), path, null) },
        };

    private static StateFileFormat FormatOf(Stream stream, string path)
    {
        byte[] bytes = new byte[BraceOffset + 1];
        ReadOnlySpan<byte> start = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        if (ZipReader.IsZip(start))
        {
            using ZipReader zip = ZipReader.Open(path);
            return TorchArchive.IsTorch(zip)
                ? StateFileFormat.Torch
                : zip.Entries.All(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal)) ? StateFileFormat.Npz
                : throw Unknown(path, "an archive that neither torch.save nor numpy.savez wrote");
        }

        if (IsNumpy(start))
        {
            return StateFileFormat.Npy;
        }

        if (IsIndex(start) && stream.CanSeek)
        {
            return StateFileFormat.SafeTensorsIndex;
        }

        if (HasBrace(start))
        {
            return stream.CanSeek
                ? StateFileFormat.SafeTensors
                : throw new DataFormatException(
                    path, null, "this is a compressed safetensors file, which is read as it lies on the disk", "decompress it: gunzip");
        }

        if (start.Length > 1 && start[0] == 0x80 && stream.CanSeek)
        {
            stream.Position = 0;
            LegacyTorch.Refuse(stream, path);
        }

        throw Unknown(path, start.IsEmpty ? "an empty file" : "a file of another kind");
    }

    private static DataFormatException Unknown(string path, string what) =>
        new(path, null, $"this is {what}, where tensors are expected", "give it a safetensors file, a state dict of torch.save, or an .npz or .npy file");
}
