using Hillock.Data;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>Saves and loads modules as safetensors files: <c>model.Save("m.safetensors")</c>, <c>model.Load("m.safetensors")</c>.</summary>
/// <remarks>
/// Loading is all or nothing: the whole file is checked, and its names and shapes compared, before the first value changes. From a path or memory the values go
/// straight from the file into the parameters. A path may also be that of a file of PyTorch's <c>torch.save</c> or of NumPy's <c>savez</c>. A file
/// may have other floating-point types than the module: its values are converted; a finite one that would become infinite is refused.
/// </remarks>
public static class ModuleFiles
{
    extension(Module module)
    {
        /// <summary>Saves the parameters and buffers under their names, completely or not at all.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <param name="metadata">Texts by key to keep with them.</param>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        public void Save(string path, IReadOnlyDictionary<string, string>? metadata = null) => Save(module, path, metadata, null, CancellationToken.None);

        /// <summary>Saves the parameters and buffers under their names, completely or not at all, and tells how far it is.</summary>
        /// <param name="path">The file; an existing one is replaced.</param>
        /// <param name="metadata">Texts by key to keep with them, or null.</param>
        /// <param name="progress">Is told of every block that is written, on this thread; null for none.</param>
        /// <param name="cancellationToken">Stops the writing; the old file is then as it was, and what was written is removed.</param>
        /// <exception cref="IOException">The file cannot be written; the old one is as it was.</exception>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        public void Save(
            string path, IReadOnlyDictionary<string, string>? metadata, IProgress<SavingProgress>? progress, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(module);
            SafeTensors.Write(path, module.StateDict(), metadata, progress, cancellationToken);
        }

        /// <summary>Saves the parameters and buffers to a stream, which stays open.</summary>
        /// <param name="stream">The stream.</param>
        /// <param name="metadata">Texts by key to keep with them.</param>
        public void Save(Stream stream, IReadOnlyDictionary<string, string>? metadata = null) => Save(module, stream, metadata, null, CancellationToken.None);

        /// <summary>Saves the parameters and buffers to a stream, which stays open, and tells how far it is.</summary>
        /// <param name="stream">The stream.</param>
        /// <param name="metadata">Texts by key to keep with them, or null.</param>
        /// <param name="progress">Is told of every block that is written, on this thread; null for none.</param>
        /// <param name="cancellationToken">Stops the writing.</param>
        /// <exception cref="OperationCanceledException">It was cancelled.</exception>
        public void Save(
            Stream stream, IReadOnlyDictionary<string, string>? metadata, IProgress<SavingProgress>? progress, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(module);
            SafeTensors.Write(stream, module.StateDict(), metadata, progress, cancellationToken);
        }

        /// <summary>Loads the parameters and buffers from a file of safetensors, PyTorch or NumPy, told by its content: all or none.</summary>
        /// <param name="path">
        /// The file, or the index of a model in shards, <c>model.safetensors.index.json</c>. Of one that is not safetensors all tensors are read into
        /// memory first.
        /// </param>
        /// <param name="strict">Whether the names must be exactly the module's; otherwise those in common are loaded.</param>
        /// <param name="rename">What a name of the file is called in the module: <c>name => name["module.".Length..]</c>; null where they agree.</param>
        /// <param name="key">Which entry of a checkpoint of PyTorch, such as <c>"model_state_dict"</c>; null for a file that is a state dict.</param>
        /// <returns>Which names were loaded, which the file lacks, and which the module does not have.</returns>
        /// <exception cref="ArgumentException">
        /// There is a <paramref name="key"/>, but the file is none of PyTorch's; or a name is missing or unknown although <paramref name="strict"/>, a shape
        /// differs, two names become one, or a finite number is beyond the type of its parameter. The message lists the faults, and the rename that the
        /// names may need.
        /// </exception>
        /// <exception cref="DataFormatException">The file breaks a rule of the format, or has a type that no tensor holds.</exception>
        /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
        public LoadedState Load(string path, bool strict = true, Func<string, string>? rename = null, string? key = null)
        {
            ArgumentNullException.ThrowIfNull(module);
            if (key is null && StateFile.IsIndex(path))
            {
                using SafeTensorsSet shards = SafeTensorsSet.OfIndex(path);
                return Load(module, shards, strict, rename);
            }

            if (key is not null || StateFile.IsAnotherThanSafeTensors(path))
            {
                return Load(module, StateFile.Read(path, key), path, strict, rename);
            }

            using SafeTensorsFile file = new(path);
            return Load(module, file, strict, rename);
        }

        /// <summary>Loads the parameters and buffers from a file that is in memory: all or none.</summary>
        /// <param name="content">The whole file.</param>
        /// <param name="strict">Whether the names must be exactly the module's; otherwise those in common are loaded.</param>
        /// <param name="rename">What a name of the file is called in the module; null where they agree.</param>
        /// <returns>Which names were loaded, which the file lacks, and which the module does not have.</returns>
        /// <exception cref="ArgumentException">The names or shapes do not fit; see the overload with a path.</exception>
        /// <exception cref="DataFormatException">The content breaks a rule of the format, or has a type that no tensor holds.</exception>
        public LoadedState Load(ReadOnlyMemory<byte> content, bool strict = true, Func<string, string>? rename = null)
        {
            ArgumentNullException.ThrowIfNull(module);
            using SafeTensorsFile file = new(content);
            return Load(module, file, strict, rename);
        }

        /// <summary>Loads the parameters and buffers from a stream: all or none, so they are read into memory of their own first.</summary>
        /// <param name="stream">The stream; it need not be seekable, and stays open.</param>
        /// <param name="strict">Whether the names must be exactly the module's; otherwise those in common are loaded.</param>
        /// <param name="rename">What a name of the file is called in the module; null where they agree.</param>
        /// <returns>Which names were loaded, which the file lacks, and which the module does not have.</returns>
        /// <exception cref="ArgumentException">The names or shapes do not fit; see the overload with a path.</exception>
        /// <exception cref="DataFormatException">The content breaks a rule of the format, ends too soon, or has a type that no tensor holds.</exception>
        public LoadedState Load(Stream stream, bool strict = true, Func<string, string>? rename = null)
        {
            ArgumentNullException.ThrowIfNull(module);
            return Load(module, SafeTensors.Read(stream), null, strict, rename);
        }
    }

    private static LoadedState Load(Module module, SafeTensorsFile file, bool strict, Func<string, string>? rename) =>
        Load(module, SafeTensorsSet.Of(file), strict, rename);

    /// <summary>Compares all before the first value changes, then copies from the mapping.</summary>
    private static LoadedState Load(Module module, SafeTensorsSet files, bool strict, Func<string, string>? rename)
    {
        OrderedDictionary<string, Tensor> own = module.StateDict();
        Dictionary<string, string> names = Names(files.Names, rename);
        Dictionary<string, Shape?> shapes =
            names.ToDictionary(static pair => pair.Key, pair => (Shape?)files[pair.Value][pair.Value].Shape, StringComparer.Ordinal);
        if (StateFit.Fault(module.Name, own, shapes, strict) is { } fault)
        {
            string? hint = StateHint.Of(files.Names, files.Metadata);
            throw new ArgumentException($"{files.Source}: {(hint is null ? fault : rename is null && strict ? hint : $"{hint} {fault}")}");
        }

        (Tensor Target, string Name)[] pairs = [.. own.Where(pair => names.ContainsKey(pair.Key)).Select(pair => (pair.Value, names[pair.Key]))];
        foreach ((Tensor target, string name) in pairs)
        {
            files[name].RequireReadable(name);
            target.RefuseRepeated($"Load of \"{name}\"");
            target.Storage.Memory(out _);
        }

        if (Narrowing.Fault(
            pairs.Select(pair => (pair.Name, files[pair.Name][pair.Name].DataType!.Value, (Func<Tensor>)(() => files[pair.Name].Read(pair.Name)),
                pair.Target.DataType)),
            release: true) is { } beyond)
        {
            throw new ArgumentException($"{files.Source}: {beyond}.");
        }

        foreach ((Tensor target, string name) in pairs)
        {
            files[name].CopyChecked(name, target);
        }

        return StateFit.Names(own, shapes);
    }

    /// <summary>Takes over tensors that were read.</summary>
    private static LoadedState Load(Module module, OrderedDictionary<string, Tensor> tensors, string? source, bool strict, Func<string, string>? rename)
    {
        Dictionary<string, string> names = Names(tensors.Keys, rename);
        try
        {
            return module.LoadStateDict(names.ToDictionary(static pair => pair.Key, pair => tensors[pair.Value], StringComparer.Ordinal), strict);
        }
        catch (ArgumentException exception) when (source is not null)
        {
            string? hint = StateHint.Of(tensors.Keys, new Dictionary<string, string>());
            throw new ArgumentException($"{source}: {(hint is null ? exception.Message : $"{hint} {exception.Message}")}", exception);
        }
    }

    /// <summary>The names in the module, each with the file's.</summary>
    private static Dictionary<string, string> Names(IEnumerable<string> stored, Func<string, string>? rename)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (string name in stored)
        {
            string renamed = rename is null
                ? name
                : rename(name) ?? throw new ArgumentException($"rename gives null for \"{name}\"; return a name.", nameof(rename));
            if (!names.TryAdd(renamed, name))
            {
                throw new ArgumentException($"rename makes \"{renamed}\" of both \"{names[renamed]}\" and \"{name}\"; return different names.", nameof(rename));
            }
        }

        return names;
    }
}
