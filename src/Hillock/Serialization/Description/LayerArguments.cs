using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>The arguments of a layer that is being made, each or its default.</summary>
/// <param name="description">The layer.</param>
/// <param name="random">Where the random numbers of the layer come from.</param>
/// <param name="path">Where the layer stands in the description, for messages.</param>
internal sealed class LayerArguments(NetworkDescription description, RandomSource random, string path)
{
    /// <summary>Where random numbers come from.</summary>
    internal RandomSource Random => random;

    /// <summary>The type of the parameters.</summary>
    internal DataType Type => Choice("dataType", static name => name switch
    {
        "float64" => DataType.Float64,
        "float16" => DataType.Float16,
        "bfloat16" => DataType.BFloat16,
        _ => DataType.Float32,
    });

    internal int Whole(string name) => (int)Value(name)!;

    internal int? WholeOrNull(string name) => (int?)Value(name);

    internal double Number(string name) => (double)Value(name)!;

    internal double? NumberOrNull(string name) => (double?)Value(name);

    internal bool Flag(string name) => (bool)Value(name)!;

    /// <summary>A fault of an argument, which the path of the message names.</summary>
    internal static ArgumentException Fault(string argument, string message) => new(message, argument);

    internal static int Count(bool flag) => flag ? 1 : 0;

    internal TResult Choice<TResult>(string name, Func<string, TResult> of) => of((string)Value(name)!);

    /// <summary>The place of a word among the choices, which are in the order of an enumeration.</summary>
    internal int Index(string name) => Array.IndexOf(description.Row.Find(name)!.Choices, (string)Value(name)!);

    internal int[] Wholes(string name) => Value(name) switch { int single => [single], int[] several => several, _ => [] };

    internal double[] Numbers(string name) => Value(name) switch { double single => [single], double[] several => several, _ => [] };

    internal Shape Shape(string name) => Tensors.Shape.Create(Wholes(name));

    internal PerAxis Axes(string name) => Value(name) is LayerParameter.Same ? PerAxis.Same : Wholes(name) switch
    {
        [] => default,
        [int one] => one,
        [int first, int second] => (first, second),
        [int first, int second, int third] => (first, second, third),
        int[] other => throw Refused(name, "one whole number or one for each of up to three axes", other.Length),
    };

    internal PerSide Sides(string name) => Wholes(name) switch
    {
        [int one] => one,
        [int left, int right] => (left, right),
        [int left, int right, int top, int bottom] => (left, right, top, bottom),
        [int left, int right, int top, int bottom, int front, int back] => (left, right, top, bottom, front, back),
        int[] other => throw Refused(name, "one whole number or two for each of up to three axes", other.Length),
    };

    internal ScalePerAxis Scales(string name) => Numbers(name) switch
    {
        [] => default,
        [double one] => one,
        [double first, double second] => (first, second),
        [double first, double second, double third] => (first, second, third),
        double[] other => throw Refused(name, "one number or one for each of up to three axes", other.Length),
    };

    internal Module Layer(string name) => LayerOrNull(name)!;

    internal Module? LayerOrNull(string name) => ((NetworkDescription?)Value(name))?.Make(random, $"{path}.{name}");

    internal Module[] Layers(string name) =>
        [.. ((NetworkDescription[])Value(name)!).Select((layer, i) => layer.Make(random, FormattableString.Invariant($"{path}.{name}[{i}]")))];

    /// <summary>Layers of one type.</summary>
    /// <exception cref="ArgumentException">One is of another.</exception>
    internal TModule[] Layers<TModule>(string name)
        where TModule : Module
    {
        Module[] layers = Layers(name);
        int wrong = Array.FindIndex(layers, static layer => layer is not TModule);
        return wrong < 0 ? [.. layers.Cast<TModule>()] : throw new ArgumentException(
            FormattableString.Invariant(
                $"{path}.{name}[{wrong}]: {description.Type} expects a {typeof(TModule).Name} but got a {layers[wrong].Name}; put another layer there."));
    }

    private object? Value(string name) =>
        description.Arguments.TryGetValue(name, out object? value) ? value : description.Row.Find(name)!.Default;

    private ArgumentException Refused(string name, string expected, int count) => new(
        FormattableString.Invariant($"{path}.{name}: {description.Type} expects {expected} but got a list of {count}; give one number."));
}
