using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>Saves tensors by name as safetensors files: <c>state.Save("s.safetensors")</c>.</summary>
public static class StateDictionaries
{
    extension(IReadOnlyDictionary<string, Tensor> tensors)
    {
        /// <summary>Saves tensors by name, completely or not at all; see <see cref="SafeTensors"/>.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <param name="metadata">Texts by key to keep with them.</param>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) => SafeTensors.Write(path, tensors, metadata);

        /// <summary>Saves tensors by name, completely or not at all, and tells how far it is; see <see cref="SafeTensors"/>.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <param name="metadata">Texts by key to keep with them, or null.</param>
        /// <param name="progress">Is told of every block that is written, on this thread; null for none.</param>
        /// <param name="cancellationToken">Stops the writing; the old file is then as it was, and what was written is removed.</param>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        public void Save(
            string path, IReadOnlyDictionary<string, string>? metadata, IProgress<SavingProgress>? progress, CancellationToken cancellationToken = default) =>
            SafeTensors.Write(path, tensors, metadata, progress, cancellationToken);
    }
}
