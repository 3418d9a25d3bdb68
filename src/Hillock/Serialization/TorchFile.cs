using Hillock.Data;
using Hillock.Serialization.Torch;
using Hillock.Serialization.Zip;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>Reads the tensors of files that PyTorch's <c>torch.save</c> wrote, without Python and without running anything that is in them.</summary>
/// <remarks>
/// <para>The files are zip archives, as PyTorch has written them since 1.6. A file holds a pickle, a program for Python; it is read by a machine that knows
/// the instructions and names of tensors, numbers, texts, lists and dictionaries. Whatever has another name is not read, nor is anything called for it; only
/// to ask for it, or for what contains it, is refused, by its key and name. Storages are checked against the archive before there is room made for them.
/// Files of older versions, whole models, TorchScript, and sparse, quantised and complex tensors are refused with what to do instead.</para>
/// <para>float32, float64, float16, bfloat16, int64, int32, uint8 and bool keep their type; int8, int16 and uint16 become Int32, uint32 becomes Int64.
/// Tensors that share a storage share memory, and keep their strides. Place (cpu, cuda) and <c>requires_grad</c> are left out.</para>
/// </remarks>
public static class TorchFile
{
    /// <summary>Reads a state dict, or the part of a checkpoint that is one.</summary>
    /// <param name="path">The file: <c>model.pt</c>, <c>model.pth</c>, <c>checkpoint.ckpt</c>.</param>
    /// <param name="key">
    /// Which entry of a checkpoint that holds several dictionaries, such as <c>"model_state_dict"</c>; <c>"a.b"</c> is the entry b of the entry a. What
    /// lies below it is called by its path from there. <see langword="null"/> for a file that is a state dict.
    /// </param>
    /// <returns>The tensors by name, in the order of the file. Numbers and texts among them are left out, see <see cref="Metadata(string)"/>.</returns>
    /// <exception cref="DataFormatException">
    /// The file is of another kind, damaged, holds what is not read, or has several dictionaries with tensors and no <paramref name="key"/> says which; the
    /// message has their names.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, Tensor> Read(string path, string? key = null)
    {
        using TorchArchive archive = TorchArchive.Open(path);
        return TorchTree.Select(archive, key);
    }

    /// <summary>Reads a state dict from a stream; one that cannot seek is read into memory first.</summary>
    /// <param name="stream">The stream, from its current position; it stays open.</param>
    /// <param name="key">As of <see cref="Read(string, string?)"/>.</param>
    /// <param name="source">The name for error messages.</param>
    /// <returns>The tensors by name, in the order of the file.</returns>
    /// <exception cref="DataFormatException">As of <see cref="Read(string, string?)"/>.</exception>
    public static OrderedDictionary<string, Tensor> Read(Stream stream, string? key = null, string source = "torch stream")
    {
        using TorchArchive archive = Open(stream, source);
        return TorchTree.Select(archive, key);
    }

    /// <summary>Reads every tensor of a file, each called by its path: <c>model_state_dict.0.weight</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name, in the order of the file; none if it holds none.</returns>
    /// <exception cref="DataFormatException">As of <see cref="Read(string, string?)"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, Tensor> ReadAll(string path)
    {
        using TorchArchive archive = TorchArchive.Open(path);
        return TorchTree.All(archive);
    }

    /// <summary>
    /// Reads what is not a tensor: numbers, texts and short lists of them, such as <c>epoch</c> or <c>optimizer_state_dict.param_groups.0.lr</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The values as texts, much as Python prints them, in the order of the file; of a list at most sixteen items. Of an object that is not read there is its
    /// name: <c>Python's argparse.Namespace, not read</c>.
    /// </returns>
    /// <exception cref="DataFormatException">As of <see cref="Read(string, string?)"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, string> Metadata(string path)
    {
        using TorchArchive archive = TorchArchive.Open(path);
        return TorchTree.Metadata(archive);
    }

    private static TorchArchive Open(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return TorchArchive.Open(ZipReader.Open(stream, source, LegacyTorch.Refuse));
    }
}
