using System.Text.Json;
using Hillock.Data;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>The tensors of one safetensors file, or of the shards of an index, <c>model.safetensors.index.json</c>, as if they were one file.</summary>
/// <remarks>
/// An index has a <c>weight_map</c>, which says for each name the file of the index's folder that has it. All is checked before anything is read: that files
/// are plain names, that they are there, that they have what the index says, and that no name is in two.
/// Format: https://huggingface.co/docs/transformers/big_models.
/// </remarks>
internal sealed class SafeTensorsSet : IDisposable
{
    private const int MostDepth = 8, Shown = 5;
    private const long MostBytes = 256L << 20;

    private readonly OrderedDictionary<string, SafeTensorsFile> _files = new(StringComparer.Ordinal); // by the name of the tensor
    private readonly List<SafeTensorsFile> _shards = [];

    private SafeTensorsSet(string source) => Source = source;

    /// <summary>The name for messages.</summary>
    internal string Source { get; }

    /// <summary>The names and further names, file by file.</summary>
    internal IReadOnlyList<string> Names => _files.Keys;

    /// <summary>What the files say of themselves; of an index what it says.</summary>
    internal OrderedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The file that has a tensor.</summary>
    internal SafeTensorsFile this[string name] => _files[name];

    /// <summary>The tensors of a file, which stays the caller's.</summary>
    internal static SafeTensorsSet Of(SafeTensorsFile file)
    {
        SafeTensorsSet set = new(file.Source);
        foreach (string name in file.Names.Concat(file.Aliases.Keys))
        {
            set._files.Add(name, file);
        }

        foreach ((string key, string text) in file.Metadata)
        {
            set.Metadata.Add(key, text);
        }

        return set;
    }

    /// <summary>Opens the shards of an index.</summary>
    /// <exception cref="DataFormatException">The index breaks a rule, a shard is damaged, or they do not fit each other.</exception>
    /// <exception cref="IOException">A file is not there, or cannot be read.</exception>
    internal static SafeTensorsSet OfIndex(string path)
    {
        SafeTensorsSet set = new(path);
        try
        {
            set.OpenShards(set.ReadIndex());
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>All tensors, which are copies.</summary>
    internal OrderedDictionary<string, Tensor> ReadAll()
    {
        foreach (string name in Names)
        {
            this[name].RequireReadable(name);
        }

        OrderedDictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        foreach (SafeTensorsFile shard in _shards)
        {
            foreach ((string name, Tensor tensor) in SafeTensors.ReadAll(shard))
            {
                tensors.Add(name, tensor);
            }
        }

        return tensors;
    }

    /// <summary>Closes the shards.</summary>
    public void Dispose()
    {
        foreach (SafeTensorsFile shard in _shards)
        {
            shard.Dispose();
        }
    }

    /// <summary>The names, each with its shard.</summary>
    private OrderedDictionary<string, string> ReadIndex()
    {
        long length = new FileInfo(Source).Length;
        if (length > MostBytes)
        {
            throw Fault(null, FormattableString.Invariant($"{length} bytes are more than the {MostBytes} that an index may have"), "check which file it is");
        }

        OrderedDictionary<string, string> shards = new(StringComparer.Ordinal);
        try
        {
            ReadOnlyMemory<byte> text = JsonText.WithoutMark(File.ReadAllBytes(Source));
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MostDepth });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
            {
                throw Fault(
                    null, "an index has an object \"weight_map\", which names the file of each tensor, and there is none",
                    "name the file that ends in .safetensors.index.json, or a file of tensors");
            }

            foreach (JsonProperty entry in map.EnumerateObject())
            {
                string shown = Zip.ZipReader.Shown(entry.Name);
                if (entry.Value.ValueKind != JsonValueKind.String)
                {
                    throw Fault($"weight_map.{shown}", $"the name of a file is expected but there is {entry.Value.ValueKind}", Again);
                }

                string shard = entry.Value.GetString()!;
                if (shard.Length == 0 || shard.AsSpan().ContainsAny('/', '\\', '\0') || shard is "." or ".." || Path.IsPathRooted(shard) || shard.Contains(':'))
                {
                    throw Fault(
                        $"weight_map.{shown}", $"the name of a file beside the index is expected but there is \"{Zip.ZipReader.Shown(shard)}\"",
                        "a shard lies in the folder of its index: put it there, and correct the name");
                }

                if (!shards.TryAdd(entry.Name, shard))
                {
                    throw Fault($"weight_map.{shown}", "the name stands there twice", Again);
                }
            }

            if (root.TryGetProperty("metadata", out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty entry in metadata.EnumerateObject())
                {
                    Metadata[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Value.GetRawText();
                }
            }
        }
        catch (JsonException exception)
        {
            throw Fault(null, $"it is no valid JSON: {JsonText.Fault(exception)}", Again, exception);
        }
        catch (InvalidOperationException exception)
        {
            throw Fault(null, "a name or text in it has half of a surrogate pair", Again, exception);
        }

        return shards.Count > 0 ? shards : throw Fault("weight_map", "it names no tensor", Again);
    }

    private void OpenShards(OrderedDictionary<string, string> index)
    {
        string folder = Path.GetDirectoryName(Source) ?? "";
        string[] names = [.. index.Values.Distinct(StringComparer.Ordinal)];
        string[] missing = [.. names.Where(name => !File.Exists(Path.Combine(folder, name)))];
        if (missing.Length > 0)
        {
            throw new FileNotFoundException(
                $"{Source}: {(missing.Length == 1 ? "a shard is" : $"{missing.Length} of {names.Length} shards are")} not there: {Listed(missing)}; put all " +
                "shards into the folder of the index.",
                Path.Combine(folder, missing[0]));
        }

        foreach (string name in names)
        {
            SafeTensorsFile shard = new(Path.Combine(folder, name));
            _shards.Add(shard);
            foreach (string tensor in shard.Names.Concat(shard.Aliases.Keys))
            {
                if (!_files.TryAdd(tensor, shard))
                {
                    throw Fault(
                        $"tensor \"{Zip.ZipReader.Shown(tensor)}\"", $"it is in two shards, {Path.GetFileName(_files[tensor].Source)} and {name}",
                        "take the shards of one model, as they were written together");
                }
            }
        }

        string[] lacking =
        [
            .. index.Where(entry => !_files.TryGetValue(entry.Key, out SafeTensorsFile? file) || Path.GetFileName(file.Source) != entry.Value)
                .Select(static entry => $"\"{Zip.ZipReader.Shown(entry.Key)}\" in {entry.Value}"),
        ];
        if (lacking.Length > 0)
        {
            throw Fault(
                null, $"the index names what a shard does not have: {Listed(lacking)}",
                "take the index and the shards of one model, as they were written together");
        }
    }

    private static string Listed(string[] names) =>
        string.Join(", ", names.Take(Shown)) + (names.Length > Shown ? $" and {names.Length - Shown} more" : "");

    private const string Again = "the index is damaged: write or download it again";

    private DataFormatException Fault(string? place, string problem, string remedy, Exception? inner = null) => new(Source, place, problem, remedy, inner);
}
