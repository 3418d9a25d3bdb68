using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>Saves and loads single tensors as safetensors files: <c>x.Save("x.safetensors")</c>, <c>Tensor.Load("x.safetensors")</c>.</summary>
public static class Saving
{
    /// <summary>The name under which a single tensor is saved.</summary>
    public const string SingleName = "tensor";

    extension(Tensor tensor)
    {
        /// <summary>Saves the tensor, under the name <see cref="SingleName"/>, completely or not at all.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        public void Save(string path)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            SafeTensors.Write(path, new Dictionary<string, Tensor> { [SingleName] = tensor });
        }

        /// <summary>Saves the tensor, under the name <see cref="SingleName"/>, completely or not at all, and tells how far it is.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <param name="progress">Is told of every block that is written, on this thread; null for none.</param>
        /// <param name="cancellationToken">Stops the writing; the old file is then as it was, and what was written is removed.</param>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        public void Save(string path, IProgress<SavingProgress>? progress, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            SafeTensors.Write(path, new Dictionary<string, Tensor> { [SingleName] = tensor }, null, progress, cancellationToken);
        }

        /// <summary>Loads the one tensor of a file.</summary>
        /// <param name="path">The file.</param>
        /// <returns>A copy.</returns>
        /// <exception cref="DataFormatException">
        /// The file has several tensors or none, breaks a rule of the format, or has a type that no tensor holds.
        /// </exception>
        /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
        public static Tensor Load(string path)
        {
            using SafeTensorsFile file = new(path);
            return file.Names is [string name]
                ? file.Read(name)
                : throw new DataFormatException(
                    path, null, $"it has {file.Names.Count} tensors where one is expected", "use SafeTensors.Read, or SafeTensorsFile");
        }
    }
}
