using Hillock.Data;
using Hillock.Optimizers;

namespace Hillock.Serialization;

/// <summary>Saves and loads what optimizers remember as safetensors files: <c>optimizer.Save("o.safetensors")</c>.</summary>
public static class OptimizerFiles
{
    extension(Optimizer optimizer)
    {
        /// <summary>Saves all that the optimizer remembers, completely or not at all.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <param name="metadata">Texts by key to keep with it.</param>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) => Save(optimizer, path, metadata, null, CancellationToken.None);

        /// <summary>Saves all that the optimizer remembers, completely or not at all, and tells how far it is.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <param name="metadata">Texts by key to keep with it, or null.</param>
        /// <param name="progress">Is told of every block that is written, on this thread; null for none.</param>
        /// <param name="cancellationToken">Stops the writing; the old file is then as it was, and what was written is removed.</param>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        public void Save(
            string path, IReadOnlyDictionary<string, string>? metadata, IProgress<SavingProgress>? progress, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            SafeTensors.Write(path, optimizer.StateDict(), metadata, progress, cancellationToken);
        }

        /// <summary>Saves all that the optimizer remembers to a stream, which stays open.</summary>
        /// <param name="stream">The stream.</param>
        /// <param name="metadata">Texts by key to keep with it.</param>
        public void Save(Stream stream, IReadOnlyDictionary<string, string>? metadata = null) =>
            Save(optimizer, stream, metadata, null, CancellationToken.None);

        /// <summary>Saves all that the optimizer remembers to a stream, which stays open, and tells how far it is.</summary>
        /// <param name="stream">The stream.</param>
        /// <param name="metadata">Texts by key to keep with it, or null.</param>
        /// <param name="progress">Is told of every block that is written, on this thread; null for none.</param>
        /// <param name="cancellationToken">Stops the writing.</param>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        public void Save(
            Stream stream, IReadOnlyDictionary<string, string>? metadata, IProgress<SavingProgress>? progress, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            SafeTensors.Write(stream, optimizer.StateDict(), metadata, progress, cancellationToken);
        }

        /// <summary>Loads what an optimizer of the same kind, for parameters of the same shapes, has saved: all or nothing.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="ArgumentException">The state does not fit the optimizer; the message lists the faults.</exception>
        /// <exception cref="DataFormatException">The file breaks a rule of the format, or has a type that no tensor holds.</exception>
        /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
        public void Load(string path)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            optimizer.LoadStateDict(SafeTensors.Read(path));
        }

        /// <summary>Loads what an optimizer has saved from a file that is in memory: all or nothing.</summary>
        /// <param name="content">The whole file.</param>
        /// <exception cref="ArgumentException">The state does not fit the optimizer; the message lists the faults.</exception>
        /// <exception cref="DataFormatException">The content breaks a rule of the format, or has a type that no tensor holds.</exception>
        public void Load(ReadOnlyMemory<byte> content)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            optimizer.LoadStateDict(SafeTensors.Read(content));
        }

        /// <summary>Loads what an optimizer has saved from a stream, which stays open: all or nothing.</summary>
        /// <param name="stream">The stream.</param>
        /// <exception cref="ArgumentException">The state does not fit the optimizer; the message lists the faults.</exception>
        /// <exception cref="DataFormatException">The content breaks a rule of the format, ends too soon, or has a type that no tensor holds.</exception>
        public void Load(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            optimizer.LoadStateDict(SafeTensors.Read(stream));
        }
    }
}
