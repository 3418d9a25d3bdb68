using System.Collections.ObjectModel;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>A layer, or a network of layers, as a type name with arguments: what is needed to make it anew without its C# code.</summary>
/// <remarks>
/// <para>
/// It has the layers of the library that are functions of one tensor; the names are those of their types, an activation's that of its function, and the
/// arguments those of their constructors. What a module has learned is no part of it, nor which parameters are frozen, nor hooks and modes: those are in a
/// state or belong to the program. Layers that are made of others have them as arguments: <c>layers</c> of a <see cref="Sequential"/>, <c>body</c> of a
/// <see cref="Residual"/>.
/// </para>
/// <para>Descriptions never change, and may be shared by threads.</para>
/// </remarks>
/// <example>
/// <code>
/// Module network = new Sequential(new Linear(4, 8), new Activation&lt;Elu&gt;(new Elu(0.5)), new Linear(8, 3));
/// NetworkDescription description = NetworkDescription.Of(network);
/// Console.WriteLine(description); // linear 8, elu alpha=0.5, linear 3
/// Module again = description.Build(seed: 7);
/// again.LoadStateDict(network.StateDict());
/// Console.WriteLine(again.ToString() == network.ToString()); // True
/// </code>
/// </example>
public sealed partial class NetworkDescription
{
    /// <summary>The number of parameters above which <see cref="Build(ulong, long)"/> refuses, unless told otherwise: 10⁹, which are 4 GB of float32.</summary>
    public const long MostParameters = 1_000_000_000;

    /// <summary>How deep layers may lie in each other.</summary>
    internal const int MostDepth = 64;

    internal NetworkDescription(LayerRow row, OrderedDictionary<string, object?> arguments)
    {
        Row = row;
        Arguments = new ReadOnlyDictionary<string, object?>(arguments);
    }

    /// <summary>The kind of layer: <c>Linear</c>, <c>Conv2d</c>, <c>LeakyRelu</c>.</summary>
    public string Type => Row.Name;

    /// <summary>
    /// The arguments by the names that the constructor gives them, those left out that are at their defaults: an <see cref="int"/>, a <see cref="double"/>, a
    /// <see cref="bool"/>, a word, an array of whole or other numbers, a <see cref="NetworkDescription"/>, or an array of them.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; }

    /// <summary>
    /// The number of parameters that the network will have, as a double, which none is too large for. What a <see cref="WeightNorm"/> adds is left out.
    /// </summary>
    public double ParameterCount
    {
        get
        {
            double count = Row.Count(new LayerArguments(this, RandomSource.Shared, ""));
            foreach (object? value in Arguments.Values)
            {
                count += value switch
                {
                    NetworkDescription layer => layer.ParameterCount,
                    NetworkDescription[] layers => layers.Sum(static layer => layer.ParameterCount),
                    _ => 0,
                };
            }

            return count;
        }
    }

    internal LayerRow Row { get; }

    /// <summary>Describes a module.</summary>
    /// <param name="module">A layer of the library that is a function of one tensor, or a network of such layers.</param>
    /// <exception cref="ArgumentException">
    /// A layer is of another type, lies too deep, or shares its parameters with another; the message has its path.
    /// </exception>
    public static NetworkDescription Of(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        RefuseShared(module);
        return Of(module, "", 0);
    }

    /// <summary>Makes the network with initial weights: the same seed gives the same bits.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="mostParameters">The number of parameters above which a network is refused before memory is taken for it.</param>
    /// <exception cref="ArgumentException">
    /// A layer refuses its arguments, or the network is too large; the message has the layer's path in the description.
    /// </exception>
    public Module Build(ulong seed, long mostParameters = MostParameters) => Build(new RandomSource(seed), mostParameters);

    /// <summary>Makes the network with initial weights from a source of random numbers, from which each layer takes its streams in turn.</summary>
    /// <param name="random">The source.</param>
    /// <param name="mostParameters">The number of parameters above which a network is refused before memory is taken for it.</param>
    /// <inheritdoc cref="Build(ulong, long)"/>
    public Module Build(RandomSource random, long mostParameters = MostParameters)
    {
        ArgumentNullException.ThrowIfNull(random);
        double count = ParameterCount;
        if (!(count <= mostParameters))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A network of at most {mostParameters} parameters is expected but this one would have {count:0}; ") +
                "make its layers smaller, or pass a larger mostParameters.", nameof(mostParameters));
        }

        return Make(random, "network");
    }

    /// <summary>The description as a text: <see cref="ToText"/>.</summary>
    public override string ToString() => ToText();

    /// <summary>Makes the module.</summary>
    /// <param name="random">Where random numbers come from.</param>
    /// <param name="path">Where the layer stands, for messages.</param>
    internal Module Make(RandomSource random, string path)
    {
        try
        {
            return Row.Make(new LayerArguments(this, random, path));
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException && !exception.Message.StartsWith(path, StringComparison.Ordinal))
        {
            string? argument = (exception as ArgumentException)?.ParamName;
            string place = argument is not null && Row.Find(argument) is not null ? $"{path}.{argument}" : path;
            throw new ArgumentException($"{place}: {Type} cannot be made: {exception.Message}", exception);
        }
    }

    private static NetworkDescription Of(Module module, string path, int depth)
    {
        if (depth > MostDepth)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A description expects layers that lie at most {MostDepth} deep in each other but {path} lies deeper; ") +
                "write the network flatter.", nameof(module));
        }

        foreach (LayerRow row in LayerTable.All)
        {
            if (row.Read(module) is { } values)
            {
                return Of(row, values, path, depth);
            }
        }

        string place = path.Length == 0 ? "" : $" at \"{path}\"";
        throw new ArgumentException(
            $"{module.Name}{place} cannot be described: a description has layers of the library that are functions of one tensor, and no types from outside; " +
            "make the network of such layers, or keep its class and save its state alone.", nameof(module));
    }

    private static NetworkDescription Of(LayerRow row, object?[] values, string path, int depth)
    {
        OrderedDictionary<string, object?> arguments = new(StringComparer.Ordinal);
        for (int i = 0; i < values.Length; i++)
        {
            LayerParameter parameter = row.Parameters[i];
            string at = path.Length == 0 ? parameter.Name : $"{path}.{parameter.Name}";
            object? value = values[i] switch
            {
                Module layer => Of(layer, at, depth + 1),
                Module[] layers => layers.Select((layer, number) => Of(layer, FormattableString.Invariant($"{at}[{number}]"), depth + 1)).ToArray(),
                object plain => plain,
                null => null,
            };
            if (parameter.IsRequired || !LayerParameter.AreEqual(value, parameter.Default))
            {
                arguments.Add(parameter.Name, value);
            }
        }

        return new NetworkDescription(row, arguments);
    }

    // A rebuilt network would have two of what was one.
    private static void RefuseShared(Module module)
    {
        Dictionary<Storage, string> seen = new(ReferenceEqualityComparer.Instance);
        foreach ((string name, Tensor value) in module.StateDict())
        {
            if (value.Length > 0 && !seen.TryAdd(value.Storage, name))
            {
                throw new ArgumentException(
                    $"{module.Name} cannot be described: {seen[value.Storage]} and {name} are one tensor, and a description does not say which layers share " +
                    "their parameters; use a layer for each place.", nameof(module));
            }
        }
    }
}
