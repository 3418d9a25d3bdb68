using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>What is known of one kind of layer: its name, its arguments, how they are read from a module, and how they make one.</summary>
internal abstract class LayerRow(string name)
{
    private readonly List<LayerParameter> _parameters = [];

    /// <summary>The type's name without its type parameters; an activation's is that of its function.</summary>
    internal string Name => name;

    /// <summary>The arguments, in the order in which a text gives them.</summary>
    internal IReadOnlyList<LayerParameter> Parameters => _parameters;

    /// <summary>Makes a row; end it by its arguments.</summary>
    internal static LayerRow<TModule> Of<TModule>(string name, Func<LayerArguments, Module> make)
        where TModule : Module => new(name, make);

    /// <summary>The values of a module in the order of <see cref="Parameters"/>, modules as they are; null if it is another kind of layer.</summary>
    internal abstract object?[]? Read(Module module);

    /// <summary>Makes the module.</summary>
    internal abstract Module Make(LayerArguments arguments);

    /// <summary>The number of its own parameters, without those of layers in it; about, where a layer changes what is in it.</summary>
    internal abstract double Count(LayerArguments arguments);

    internal LayerParameter? Find(string parameter) => _parameters.Find(one => one.Name == parameter);

    private protected void Add(LayerParameter parameter) => _parameters.Add(parameter);
}

/// <summary>A row whose module has one type.</summary>
internal sealed class LayerRow<TModule>(string name, Func<LayerArguments, Module> make) : LayerRow(name)
    where TModule : Module
{
    private static readonly DataType[] Types = [DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16];

    private readonly List<Func<TModule, object?>> _reads = [];
    private Func<LayerArguments, double>? _count;

    internal override object?[]? Read(Module module) =>
        module is TModule own && (typeof(TModule).IsSealed || module.GetType().Name == Name) ? [.. _reads.Select(read => read(own))] : null;

    internal override Module Make(LayerArguments arguments) => make(arguments);

    internal override double Count(LayerArguments arguments) => _count?.Invoke(arguments) ?? 0;

    /// <summary>A whole number that must be given, or is found in the input's shape where a text describes the layer.</summary>
    internal LayerRow<TModule> Whole(string parameter, Func<TModule, int> read, Func<Shape, int?>? infer = null, bool isWritten = false) =>
        With(new(parameter, LayerValueKind.Whole) { IsRequired = true, Infer = infer, IsWritten = isWritten }, one => read(one));

    internal LayerRow<TModule> Whole(string parameter, int standard, Func<TModule, int> read) =>
        With(new(parameter, LayerValueKind.Whole) { Default = standard }, one => read(one));

    /// <summary>A whole number that may be left out; with <paramref name="isNullable"/> null is a value beside the default.</summary>
    internal LayerRow<TModule> WholeOrNull(string parameter, Func<TModule, int?> read, int? standard = null, bool isNullable = false) =>
        With(new(parameter, LayerValueKind.Whole) { Default = standard, IsNullable = isNullable }, one => read(one));

    internal LayerRow<TModule> Number(string parameter, Func<TModule, double> read) =>
        With(new(parameter, LayerValueKind.Number) { IsRequired = true }, one => read(one));

    internal LayerRow<TModule> Number(string parameter, double standard, Func<TModule, double> read) =>
        With(new(parameter, LayerValueKind.Number) { Default = standard }, one => read(one));

    internal LayerRow<TModule> NumberOrNull(string parameter, Func<TModule, double?> read, double? standard = null, bool isNullable = false) =>
        With(new(parameter, LayerValueKind.Number) { Default = standard, IsNullable = isNullable }, one => read(one));

    internal LayerRow<TModule> Flag(string parameter, bool standard, Func<TModule, bool> read, bool? inText = null) =>
        With(new(parameter, LayerValueKind.Flag) { Default = standard, TextDefault = inText ?? standard }, one => read(one));

    internal LayerRow<TModule> Choice(string parameter, string[] choices, Func<TModule, int> read) =>
        With(new(parameter, LayerValueKind.Choice) { Default = choices[0], Choices = choices }, one => choices[read(one)]);

    /// <summary>The type of the parameters.</summary>
    internal LayerRow<TModule> Type(Func<TModule, DataType> read) =>
        Choice("dataType", [.. Types.Select(static type => type.Name())], one => Array.IndexOf(Types, read(one)));

    /// <summary>Numbers of spatial axes, left out where they are <paramref name="standard"/>; required without one.</summary>
    internal LayerRow<TModule> Axes(
        string parameter, Func<TModule, PerAxis> read, int? standard = null, bool isRequired = false, bool allowsSame = false) =>
        With(new(parameter, LayerValueKind.Wholes) { IsRequired = isRequired, AllowsSame = allowsSame }, one => ValueOf(read(one), standard));

    internal LayerRow<TModule> Wholes(string parameter, Func<TModule, int[]> read, Func<Shape, int?>? infer = null) =>
        With(new(parameter, LayerValueKind.Wholes) { IsRequired = true, Infer = infer }, one => read(one) is [int single] ? single : read(one));

    internal LayerRow<TModule> Numbers(string parameter, Func<TModule, double[]> read) => With(
        new(parameter, LayerValueKind.Numbers),
        one => read(one) switch { [] => null, [double single] => single, double[] several => several });

    internal LayerRow<TModule> Layer(string parameter, Func<TModule, Module?> read, bool isRequired = true) =>
        With(new(parameter, LayerValueKind.Layer) { IsRequired = isRequired }, read);

    internal LayerRow<TModule> Layers(string parameter, Func<TModule, IEnumerable<Module>> read) =>
        With(new(parameter, LayerValueKind.Layers) { IsRequired = true }, one => (Module[])[.. read(one)]);

    /// <summary>How many parameters the layer has.</summary>
    internal LayerRow<TModule> Counts(Func<LayerArguments, double> count)
    {
        _count = count;
        return this;
    }

    private static object? ValueOf(PerAxis value, int? standard) =>
        value.IsSame ? LayerParameter.Same
        : value.Numbers switch
        {
            [] => null,
            [int single] => single == standard ? null : single,
            int[] several => several,
        };

    private LayerRow<TModule> With(LayerParameter parameter, Func<TModule, object?> read)
    {
        Add(parameter);
        _reads.Add(read);
        return this;
    }
}
