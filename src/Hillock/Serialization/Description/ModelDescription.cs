using Hillock.Data;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>
/// All that is needed to use a trained network without the program that made it, but for its weights: the layers, what goes in, what comes out, and what is
/// done with the data before. It is what <c>model.json</c> holds.
/// </summary>
/// <example>
/// <code>
/// var description = new ModelDescription(NetworkDescription.Parse("linear 16, tanh, linear", [4], 3), [4])
/// {
///     ClassNames = ["setosa", "versicolor", "virginica"],
///     Loss = "cross-entropy",
/// };
/// ModelDescription again = ModelDescription.FromJson(description.ToJson());
/// Console.WriteLine(again.Network); // linear 16, tanh, linear 3
/// Console.WriteLine(again.ClassNames[2]); // virginica
/// </code>
/// </example>
public sealed partial class ModelDescription
{
    /// <summary>Describes a model.</summary>
    /// <param name="network">The layers.</param>
    /// <param name="inputShape">The shape of one example, without the batch; −1 for an axis of any length, such as steps.</param>
    /// <exception cref="ArgumentException">A length is below −1.</exception>
    public ModelDescription(NetworkDescription network, params ReadOnlySpan<int> inputShape)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (inputShape.ContainsAnyInRange(int.MinValue, -2))
        {
            throw new ArgumentException(
                $"The shape of an example expects lengths of 0 or more, or −1 for any, but got {Shape.Format(inputShape)}.", nameof(inputShape));
        }

        Network = network;
        InputShape = Array.AsReadOnly(inputShape.ToArray());
    }

    /// <summary>The layers.</summary>
    public NetworkDescription Network { get; }

    /// <summary>The shape of one example, without the batch; −1 stands for any length.</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The type of the input: whole numbers for words, otherwise of a floating-point type.</summary>
    public DataType InputType { get; init; } = DataType.Float32;

    /// <summary>What the outputs are.</summary>
    public ModelOutput Output { get; init; } = ModelOutput.Classes;

    /// <summary>The names of the classes, in the order of the outputs; empty where they have none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The words or characters, in the order of their numbers; empty where the model has none.</summary>
    public IReadOnlyList<string> Vocabulary { get; init; } = [];

    /// <summary>The loss that the network was trained with, by its name in <see cref="LossCatalog"/>; null if it is not known.</summary>
    /// <exception cref="ArgumentException">There is no such loss.</exception>
    public string? Loss
    {
        get;
        init => field = value is null ? null : (LossCatalog.Find(value) ?? throw new ArgumentException(
            $"There is no loss \"{value}\"; {NetworkJson.Near(value, LossCatalog.All.Select(static one => one.Name), "LossCatalog.All has their names")}.",
            nameof(value))).Name;
    }

    /// <summary>The loss's parameters in the order of <see cref="LossInfo.Parameters"/>; those left out at the end are at their defaults.</summary>
    public IReadOnlyList<double> LossValues { get; init; } = [];

    /// <summary>What is done with the columns of a table; null where nothing is.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>How the pixels of pictures are scaled; null where they are not, or as the columns of a table (<see cref="Preprocessing"/>).</summary>
    public PictureScaling? PictureScaling { get; init; }

    /// <summary>How the targets were scaled; null where they were not.</summary>
    public TargetScaling? TargetScaling { get; init; }

    /// <summary>Makes the network with initial weights.</summary>
    /// <inheritdoc cref="NetworkDescription.Build(ulong, long)"/>
    public Module Build(ulong seed, long mostParameters = NetworkDescription.MostParameters) => Network.Build(seed, mostParameters);
}
