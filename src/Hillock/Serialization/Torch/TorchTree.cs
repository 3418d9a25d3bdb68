using System.Globalization;
using Hillock.Data;
using Hillock.Serialization.Zip;
using Hillock.Tensors;

namespace Hillock.Serialization.Torch;

/// <summary>Finds tensors and plain values in the nested dictionaries and lists of a pickle.</summary>
internal static class TorchTree
{
    private const int Deepest = 64, MostShown = 10, MostLetters = 1 << 26;

    /// <summary>The tensors of a state dict, or those below an entry.</summary>
    public static OrderedDictionary<string, Tensor> Select(TorchArchive archive, string? key) => Read(archive, Named(archive, key));

    /// <summary>The same, which are not read yet.</summary>
    public static OrderedDictionary<string, PickleTensor> Named(TorchArchive archive, string? key)
    {
        object? chosen = key is null ? archive.Root : Find(archive.Root, key, Deepest);
        if (key is not null && chosen is null)
        {
            throw new DataFormatException(archive.Source, null, $"there is no entry \"{key}\"", $"there are {Entries(archive)}");
        }

        List<Leaf> leaves = Leaves(chosen, archive.Source);
        if (key is null && chosen is PickleDictionary && leaves.Find(leaf => leaf.Depth > 1 && leaf.Value is PickleTensor) is { } nested)
        {
            string top = ModelEntry(leaves) ?? nested.Top;
            throw new DataFormatException(
                archive.Source, null, $"the file holds several things: {Entries(archive)}",
                $"name the one that is meant by its key, such as \"{ZipReader.Shown(top)}\" (model.Load(path, key: …) and TorchFile.Read(path, key) take it)");
        }

        OrderedDictionary<string, PickleTensor> tensors = Tensors(archive, leaves, key is null ? Saving.SingleName : key[(key.LastIndexOf('.') + 1)..], key);
        return tensors.Count > 0 ? tensors : throw new DataFormatException(
            archive.Source, null, $"{(key is null ? "the file" : $"the entry \"{key}\"")} holds no tensors{(key is null ? ", only" : "; the file has")} " +
                Entries(archive),
            key is not null && ModelEntry(Leaves(archive.Root, archive.Source)) is { } model
                ? $"numbers and texts are TorchFile.Metadata's; the model's tensors have the key \"{ZipReader.Shown(model)}\""
                : "save a state with torch.save(model.state_dict(), path)");
    }

    /// <summary>All tensors, by their paths.</summary>
    public static OrderedDictionary<string, Tensor> All(TorchArchive archive) => Read(archive, NamedAll(archive));

    /// <summary>The same, which are not read yet.</summary>
    public static OrderedDictionary<string, PickleTensor> NamedAll(TorchArchive archive) =>
        Tensors(archive, Leaves(archive.Root, archive.Source), Saving.SingleName);

    /// <summary>All plain values as texts, by their paths; what cannot be read is said to be so.</summary>
    public static OrderedDictionary<string, string> Metadata(TorchArchive archive)
    {
        if (archive.Root is PickleOpaque opaque)
        {
            throw Refused(archive, "", opaque, isKeyGiven: false);
        }

        OrderedDictionary<string, string> values = [];
        foreach (Leaf leaf in Leaves(archive.Root, archive.Source).Where(leaf => leaf.Value is not PickleTensor))
        {
            values[leaf.Depth == 0 ? "value" : leaf.Path] = PickleText.Of(leaf.Value);
        }

        return values;
    }

    private static DataFormatException Refused(TorchArchive archive, string path, PickleOpaque opaque, bool isKeyGiven)
    {
        // A key helps where the file has entries, and none was given.
        string key = !isKeyGiven && archive.Root is PickleDictionary ? "say by the key which entry is meant, if it is another; or " : "";
        return new(
            archive.Source, path.Length == 0 ? null : $"the entry \"{ZipReader.Shown(path)}\"",
            $"it needs Python's {opaque.Name}, and only tensors, numbers, texts, lists and dictionaries are read", key + opaque.Remedy);
    }

    private static OrderedDictionary<string, Tensor> Read(TorchArchive archive, OrderedDictionary<string, PickleTensor> named)
    {
        OrderedDictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        foreach ((string name, PickleTensor tensor) in named)
        {
            tensors.Add(name, archive.Read(tensor));
        }

        return tensors;
    }

    private static OrderedDictionary<string, PickleTensor> Tensors(TorchArchive archive, List<Leaf> leaves, string alone, string? key = null)
    {
        if (leaves.Find(leaf => leaf.Value is PickleOpaque) is { Value: PickleOpaque opaque } foreign)
        {
            string path = key is null ? foreign.Path : foreign.Depth == 0 ? key : $"{key}.{foreign.Path}";
            throw Refused(archive, path, opaque, isKeyGiven: key is not null);
        }

        OrderedDictionary<string, PickleTensor> tensors = new(StringComparer.Ordinal);
        foreach (Leaf leaf in leaves)
        {
            string name = leaf.Depth == 0 ? alone : leaf.Path;
            if (leaf.Value is PickleTensor tensor && !tensors.TryAdd(name, tensor))
            {
                throw new DataFormatException(archive.Source, null, $"two tensors are called {ZipReader.Shown(name)}", "rename one of them in Python");
            }
        }

        return tensors;
    }

    /// <summary>The entry of a path, whose parts may have dots themselves.</summary>
    private static object? Find(object? value, string key, int depth)
    {
        if (ItemOf(value, key) is { } found)
        {
            return found;
        }

        for (int dot = key.LastIndexOf('.'); dot > 0 && depth > 0; dot = key.LastIndexOf('.', dot - 1))
        {
            if (ItemOf(value, key[..dot]) is { } inner && Find(inner, key[(dot + 1)..], depth - 1) is { } below)
            {
                return below;
            }
        }

        return null;
    }

    private static object? ItemOf(object? value, string key) => value switch
    {
        PickleDictionary dictionary => dictionary.Items.GetValueOrDefault(key),
        List<object?> list => int.TryParse(key, CultureInfo.InvariantCulture, out int index) && index >= 0 && index < list.Count ? list[index] : null,
        PickleTuple tuple =>
            int.TryParse(key, CultureInfo.InvariantCulture, out int index) && index >= 0 && index < tuple.Items.Length ? tuple.Items[index] : null,
        PickleOpaque => value, // whatever would lie in it
        _ => null,
    };

    /// <summary>The entry at the top that has tensors, and is most likely the network's: no optimizer's, the first called after a model or state.</summary>
    private static string? ModelEntry(List<Leaf> leaves)
    {
        string[] tops = [.. leaves.Where(leaf => leaf.Depth > 1 && leaf.Value is PickleTensor).Select(leaf => leaf.Top).Distinct(StringComparer.Ordinal)
            .Where(top => !top.Contains("optim", StringComparison.OrdinalIgnoreCase))];
        return Array.Find(tops, top => top.Contains("model", StringComparison.OrdinalIgnoreCase) || top.Contains("state", StringComparison.OrdinalIgnoreCase))
            ?? tops.FirstOrDefault();
    }

    /// <summary>What the file has at its top, for messages.</summary>
    private static string Entries(TorchArchive archive)
    {
        if (archive.Root is not PickleDictionary root)
        {
            return archive.Root is PickleTensor ? "one tensor" : "no dictionary";
        }

        Dictionary<string, int> tensors = Leaves(root, archive.Source).Where(leaf => leaf.Value is PickleTensor).CountBy(leaf => leaf.Top).ToDictionary();
        IEnumerable<string> shown = root.Items.Take(MostShown).Select(item =>
            $"\"{ZipReader.Shown(item.Key)}\" ({(item.Value is PickleOpaque ? item.Value : CountText(tensors.GetValueOrDefault(item.Key)))})");
        return root.Items.Count == 0
            ? "no entries"
            : string.Join(", ", shown) + (root.Items.Count > MostShown ? $" and {root.Items.Count - MostShown} more" : "");
    }

    private static string CountText(int tensors) => tensors switch { 0 => "no tensors", 1 => "1 tensor", _ => $"{tensors} tensors" };

    /// <summary>
    /// Tensors and plain values in order. A pickle may hold one list many times, and itself: every item and every letter of a path counts, and there is an
    /// end to both.
    /// </summary>
    private static List<Leaf> Leaves(object? root, string source)
    {
        List<Leaf> leaves = [];
        long items = 0, letters = 0;
        Stack<Leaf> open = new([new Leaf("", "", root, 0)]);
        while (open.TryPop(out Leaf? next))
        {
            (string, object?)[] inner = ItemsOf(next.Value);
            string prefix = next.Depth == 0 ? "" : next.Path + ".";
            items += 1 + inner.Length;
            letters += (long)prefix.Length * inner.Length;
            if (next.Depth > Deepest || items > PickleReader.MostInstructions || letters > MostLetters)
            {
                throw new DataFormatException(
                    source, null, $"its dictionaries and lists are nested more than {Deepest} deep, or unfold without end", "save the state alone");
            }

            if (next.Value is PickleTensor or PickleOpaque || PickleText.IsPlain(next.Value))
            {
                leaves.Add(next);
                continue;
            }

            foreach ((string name, object? value) in inner.Reverse())
            {
                open.Push(new Leaf(next.Depth == 0 ? name : next.Top, prefix + name, value, next.Depth + 1));
            }
        }

        return leaves;
    }

    private static (string Name, object? Value)[] ItemsOf(object? value) => value switch
    {
        PickleDictionary dictionary => [.. dictionary.Items.Select(item => (item.Key, item.Value))],
        List<object?> list => [.. list.Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item))],
        PickleTuple tuple => [.. tuple.Items.Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item))],
        _ => [],
    };

    /// <summary>A tensor or plain value, its path, and the entry at the top that it is a part of.</summary>
    private sealed record Leaf(string Top, string Path, object? Value, int Depth);
}
