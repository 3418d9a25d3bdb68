namespace Hillock.Serialization;

/// <summary>The kinds of files that hold tensors by name.</summary>
public enum StateFileFormat
{
    /// <summary>Hugging Face's safetensors; also the library's own files and checkpoints.</summary>
    SafeTensors,

    /// <summary>A zip archive of PyTorch's <c>torch.save</c>.</summary>
    Torch,

    /// <summary>An archive of NumPy's arrays.</summary>
    Npz,

    /// <summary>A single array of NumPy's.</summary>
    Npy,

    /// <summary>The index of a model whose safetensors are in several files, as Hugging Face's <c>model.safetensors.index.json</c>.</summary>
    SafeTensorsIndex,
}
