using Hillock.Data;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>Saves and loads what optimizers remember as safetensors files: <c>optimizer.Save("o.safetensors")</c>.</summary>
public static class OptimizerFiles
{
    /// <summary>The metadata that has the kind of the optimizer.</summary>
    internal const string KindKey = "hillock.optimizer";

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
            SafeTensors.Write(path, optimizer.StateDict(), WithKind(optimizer, metadata), progress, cancellationToken);
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
            SafeTensors.Write(stream, optimizer.StateDict(), WithKind(optimizer, metadata), progress, cancellationToken);
        }

        /// <summary>Loads what an optimizer of the same kind, for parameters of the same shapes, has saved: all or nothing.</summary>
        /// <param name="path">The file.</param>
        /// <exception cref="ArgumentException">The state is of an optimizer of another kind, or does not fit; the message lists the faults.</exception>
        /// <exception cref="DataFormatException">The file breaks a rule of the format, or has a type that no tensor holds.</exception>
        /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
        public void Load(string path)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            if (StateFile.IsAnotherThanSafeTensors(path))
            {
                throw new DataFormatException(
                    path, null, "this is a file of PyTorch or NumPy, or an index of shards, whose optimizers' states are not taken over",
                    "load the model alone: model.Load(path)");
            }

            using SafeTensorsFile file = new(path);
            RequireKind(optimizer, file.Metadata, path);
            optimizer.LoadStateDict(SafeTensors.ReadAll(file));
        }

        /// <summary>Loads what an optimizer has saved from a file that is in memory: all or nothing.</summary>
        /// <param name="content">The whole file.</param>
        /// <exception cref="ArgumentException">The state is of an optimizer of another kind, or does not fit; the message lists the faults.</exception>
        /// <exception cref="DataFormatException">The content breaks a rule of the format, or has a type that no tensor holds.</exception>
        public void Load(ReadOnlyMemory<byte> content)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            using SafeTensorsFile file = new(content);
            RequireKind(optimizer, file.Metadata, file.Source);
            optimizer.LoadStateDict(SafeTensors.ReadAll(file));
        }

        /// <summary>Loads what an optimizer has saved from a stream, which stays open: all or nothing.</summary>
        /// <param name="stream">The stream.</param>
        /// <exception cref="ArgumentException">The state is of an optimizer of another kind, or does not fit; the message lists the faults.</exception>
        /// <exception cref="DataFormatException">The content breaks a rule of the format, ends too soon, or has a type that no tensor holds.</exception>
        public void Load(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(optimizer);
            OrderedDictionary<string, Tensor> state = SafeTensors.Read(stream, "safetensors stream", out IReadOnlyDictionary<string, string> metadata);
            RequireKind(optimizer, metadata, "safetensors stream");
            optimizer.LoadStateDict(state);
        }
    }

    private static Dictionary<string, string> WithKind(Optimizer optimizer, IReadOnlyDictionary<string, string>? metadata)
    {
        Dictionary<string, string> texts = new(metadata ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        texts.TryAdd(KindKey, optimizer.Kind);
        return texts;
    }

    /// <exception cref="ArgumentException">The state is one of another kind, or of no optimizer.</exception>
    private static void RequireKind(Optimizer optimizer, IReadOnlyDictionary<string, string> metadata, string source)
    {
        if (metadata.ContainsKey(Checkpoint.Key))
        {
            throw new ArgumentException(
                $"{source}: this is a checkpoint, of which the optimizer's state is one part; load that by " +
                "optimizer.LoadStateDict(Checkpoint.Read(path).Optimizer), or all of it by trainer.Resume(Checkpoint.Read(path)).");
        }

        if (metadata.TryGetValue(KindKey, out string? kind) && kind != optimizer.Kind)
        {
            throw new ArgumentException(
                $"{source}: it has the state of {kind}, but the optimizer is {optimizer.Kind}; make the optimizer a {kind}, or begin with a new one. " +
                "To take over what the names have in common, read the file by SafeTensors.Read and pass the state to LoadStateDict.");
        }
    }
}
