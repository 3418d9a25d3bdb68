using System.Reflection;
using System.Text.Json;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Tests.Optimizers;

/// <summary>The optimizers, found in the library by what they derive from, and made by the names of their settings.</summary>
internal static class OptimizerDefinitions
{
    /// <summary>The types.</summary>
    public static IReadOnlyList<Type> Types { get; } =
        [
            .. typeof(Optimizer).Assembly.GetTypes().Where(type => type is { IsPublic: true, IsAbstract: false } && type.IsSubclassOf(typeof(Optimizer)))
                .OrderBy(type => type.Name, StringComparer.Ordinal),
        ];

    /// <summary>Makes an optimizer with PyTorch's names of settings; those left out have their defaults.</summary>
    /// <param name="name">The type's name in small letters, and whatever after a space.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="options">The settings.</param>
    public static Optimizer OfTorch(
        string name, IReadOnlyList<Tensor> parameters, JsonElement options) => Make(name.Split(' ')[0], parameters, setting => setting switch
    {
        "learningRate" => Find(options, "lr"),
        "epsilon" => Find(options, "eps"),
        "beta1" or "beta2" => Find(options, "betas") is { } betas ? betas[setting[^1] - '1'] : null,
        _ => Find(options, Words(setting, '_')),
    });

    /// <summary>Makes an optimizer with settings in kebab case.</summary>
    public static Optimizer OfConfiguration(string name, IReadOnlyList<Tensor> parameters, JsonElement options) =>
        Make(name, parameters, setting => Find(options, Words(setting, '-')));

    private static Optimizer Make(string name, IReadOnlyList<Tensor> parameters, Func<string, JsonElement?> setting)
    {
        Type type = Types.Single(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        ConstructorInfo constructor = type.GetConstructors().Single(one => one.GetParameters()[0].ParameterType == typeof(IEnumerable<Tensor>));
        object?[] arguments =
        [
            parameters,
            .. constructor.GetParameters().Skip(1).Select(parameter => setting(parameter.Name!) switch
            {
                { ValueKind: JsonValueKind.True or JsonValueKind.False } flag => flag.GetBoolean(),
                { } number => (object)number.GetDouble(),
                null => parameter.HasDefaultValue ? parameter.DefaultValue : throw new ArgumentException($"{type.Name} needs {parameter.Name}."),
            }),
        ];
        return (Optimizer)constructor.Invoke(arguments);
    }

    private static JsonElement? Find(JsonElement options, string name) => options.TryGetProperty(name, out JsonElement value) ? value : null;

    private static string Words(string name, char between) =>
        string.Concat(name.Select(character => char.IsUpper(character) ? $"{between}{char.ToLowerInvariant(character)}" : character.ToString()));
}
