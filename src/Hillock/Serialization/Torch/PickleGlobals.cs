namespace Hillock.Serialization.Torch;

/// <summary>The names that a pickle may use. Every other one is opaque: to follow it would be to run code of the file's choice.</summary>
internal static class PickleGlobals
{
    private static readonly Dictionary<string, PickleGlobal> Known = MakeKnown();

    /// <summary>The meaning of a name: a <see cref="PickleGlobal"/>, or a <see cref="PickleOpaque"/> if it is not on the list.</summary>
    public static object Find(string module, string name)
    {
        string full = $"{(module == "__builtin__" ? "builtins" : module)}.{name}";
        return Known.TryGetValue(full, out PickleGlobal? known) ? known : new PickleOpaque(Zip.ZipReader.Shown(full), full switch
        {
            "torch.storage._load_from_bytes" => "torch.load and torch.save it anew in Python",
            "torch.jit._pickle.restore_type_tag" => "save the state alone: torch.save(model.state_dict(), path)",
            _ when module.StartsWith("torch._utils", StringComparison.Ordinal) =>
                "save plain tensors: torch.save({name: value.to_dense().cpu() for name, value in model.state_dict().items()}, path)",
            _ when module.StartsWith("numpy", StringComparison.Ordinal) => "save tensors instead of NumPy's arrays: torch.from_numpy(array)",
            _ => "load the pickled model or object in Python and save the state alone, torch.save(model.state_dict(), path)",
        });
    }

    private static Dictionary<string, PickleGlobal> MakeKnown()
    {
        List<PickleGlobal> known =
        [
            new("collections.OrderedDict", PickleMeaning.Dictionary), new("collections.Counter", PickleMeaning.Dictionary),
            new("collections.defaultdict", PickleMeaning.DefaultDictionary),
            new("builtins.dict", PickleMeaning.Dictionary), new("builtins.set", PickleMeaning.Set), new("builtins.frozenset", PickleMeaning.Set),
            new("_codecs.encode", PickleMeaning.Bytes), new("torch.Size", PickleMeaning.Tuple), new("torch.device", PickleMeaning.Device),
            new("torch._utils._rebuild_tensor_v2", PickleMeaning.Tensor), new("torch._utils._rebuild_tensor_v3", PickleMeaning.TypedTensor),
            new("torch._utils._rebuild_parameter", PickleMeaning.Parameter), new("torch._utils._rebuild_parameter_with_state", PickleMeaning.Parameter),
            new("torch._tensor._rebuild_from_type_v2", PickleMeaning.Attributed), new("torch.Tensor", PickleMeaning.Name),
            new("torch.nn.parameter.Parameter", PickleMeaning.Name), new("torch.nn.parameter.Buffer", PickleMeaning.Name),
            new("torch.storage.UntypedStorage", PickleMeaning.Name, StoredType.Untyped), new("torch.UntypedStorage", PickleMeaning.Name, StoredType.Untyped),
            new("torch.ByteStorage", PickleMeaning.Name, StoredType.All["uint8"]), new("torch.CharStorage", PickleMeaning.Name, StoredType.All["int8"]),
            new("torch.ShortStorage", PickleMeaning.Name, StoredType.All["int16"]), new("torch.IntStorage", PickleMeaning.Name, StoredType.All["int32"]),
            new("torch.LongStorage", PickleMeaning.Name, StoredType.All["int64"]), new("torch.HalfStorage", PickleMeaning.Name, StoredType.All["float16"]),
            new("torch.BFloat16Storage", PickleMeaning.Name, StoredType.All["bfloat16"]),
            new("torch.FloatStorage", PickleMeaning.Name, StoredType.All["float32"]), new("torch.DoubleStorage", PickleMeaning.Name, StoredType.All["float64"]),
            new("torch.BoolStorage", PickleMeaning.Name, StoredType.All["bool"]),
            new("torch.ComplexFloatStorage", PickleMeaning.Name, StoredType.All["complex64"]),
            new("torch.ComplexDoubleStorage", PickleMeaning.Name, StoredType.All["complex128"]),
            new("numpy.dtype", PickleMeaning.NumpyType), new("numpy.core.multiarray.scalar", PickleMeaning.NumpyScalar),
            new("numpy._core.multiarray.scalar", PickleMeaning.NumpyScalar),
        ];
        known.AddRange(StoredType.All.Values.Select(type => new PickleGlobal("torch." + type.Name, PickleMeaning.Name, type)));
        return known.ToDictionary(global => global.Name);
    }
}
