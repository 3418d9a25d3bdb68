using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>The network that a command line asks for.</summary>
internal static class RunModel
{
    /// <summary>How many standard deviations a column of a table counts at most, as in a comparison: rare values would decide a row alone.</summary>
    private const int Limit = 5;

    /// <summary>Describes the network for the data.</summary>
    /// <exception cref="CommandException">The options do not fit each other or the data, or the text is no network.</exception>
    public static ModelDescription Describe(TrainSettings settings, RunData data)
    {
        NetworkDescription network = Network(settings, data);
        FunctionReference loss = Loss(settings, data);
        return new ModelDescription(network, InputShape(data, network))
        {
            InputType = data.Kind == RunKind.Text ? DataType.Int64 : DataType.Float32,
            Output = data.Output,
            ClassNames = data.ClassNames,
            Vocabulary = data.Vocabulary,
            Preprocessing = data.Preprocessing,
            PictureScaling = data.PictureScaling,
            TargetScaling = data.TargetScaling,
            Loss = loss.Description.Loss!.Name,
            LossValues = loss.Values,
        };
    }

    /// <summary>Makes the loss that a description names.</summary>
    public static Loss CreateLoss(ModelDescription description)
    {
        if (description.Output == ModelOutput.Tokens)
        {
            return new TokenLoss();
        }

        bool areClasses = description.Output == ModelOutput.Classes;
        string name = description.Loss ?? LossChoice.Default(areClasses).Name;
        return LossChoice.From(LossCatalog.Find(name)!, description.LossValues, areClasses).Create(description.ClassNames.Count);
    }

    private static NetworkDescription Network(TrainSettings settings, RunData data)
    {
        string model = settings.Model ?? data.Kind switch { RunKind.Text => "rnn", RunKind.Pictures => "cnn", _ => "mlp" };
        bool isPreset = ModelPresets.Names.Contains(model, StringComparer.OrdinalIgnoreCase);
        if (!isPreset && (settings.Activation is not null || settings.Hidden.Count > 0))
        {
            throw new CommandException(
                $"{(settings.Activation is not null ? "--activation" : "--hidden")} is about {Sequence.Or(ModelPresets.Names)}, but --model names the layers " +
                "itself; leave it out.", ExitCode.Usage);
        }

        if (isPreset && settings.Hidden.Count > 0 && !model.Equals("mlp", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException($"--hidden is about mlp but the model is {model}; leave it out, or write the layers as a text.", ExitCode.Usage);
        }

        try
        {
            NetworkDescription network = isPreset ? Preset(model.ToLowerInvariant(), settings, data)
                : IsFile(model) ? ModelDescription.Load(model).Network
                : NetworkDescription.Parse(model, data.ExampleShape, data.Outputs);
            network = data.Kind != RunKind.Table || IsFile(model) ? network
                : NetworkDescription.Parse(FormattableString.Invariant($"hardtanh {-Limit} {Limit}, {network.ToText()}"), data.ExampleShape, data.Outputs);
            RequireOutputs(network, data, model);
            return network;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException && exception is not DataFormatException)
        {
            throw new CommandException($"--model {model}: {ErrorLine.Of(exception)}", ExitCode.Failure, exception);
        }
    }

    private static bool IsFile(string model) => model.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static NetworkDescription Preset(string name, TrainSettings settings, RunData data)
    {
        (bool isText, Shape shape, int outputs) = (data.Kind == RunKind.Text, data.ExampleShape, data.Outputs);
        string wayOut = data.Kind switch
        {
            RunKind.Text => "rnn or transformer is for a text",
            RunKind.Pictures => "mlp or cnn is for pictures",
            _ => "mlp is for the rows of a table",
        };
        bool fits = name switch { "mlp" => !isText, "cnn" => data.Kind == RunKind.Pictures, _ => isText };
        if (!fits)
        {
            throw new CommandException($"{name} does not fit {data.Name}; {wayOut}.", ExitCode.Usage);
        }

        if (name == "rnn" && settings.Activation is not null)
        {
            throw new CommandException("the cells of an rnn have their own activations; leave out --activation, or choose transformer.", ExitCode.Usage);
        }

        string? activation = settings.Activation is null ? null : ActivationText(settings.Activation);
        return name switch
        {
            "mlp" => ModelPresets.Mlp(shape, outputs, [.. settings.Hidden], activation ?? "relu"),
            "cnn" => ModelPresets.Cnn(shape, outputs, activation ?? "relu"),
            "rnn" => ModelPresets.Rnn(shape, outputs, outputs, everyStep: true),
            _ => ModelPresets.Transformer(shape, outputs, outputs, everyStep: true, activation ?? "gelu"),
        };
    }

    // elu:alpha=0.5 of the command line is elu alpha=0.5 in a text of layers.
    private static string ActivationText(string name)
    {
        FunctionReference reference = FunctionReference.Parse(name);
        return reference.Description.Activation is not null ? reference.Text.Replace(':', ' ') : throw new CommandException(
            $"{reference.Description.Name} {(reference.Description.Kind == FunctionKind.Loss ? "is a loss" : "works along an axis")} and is no activation of " +
            "hidden units; name an element-wise function.", ExitCode.Usage);
    }

    private static FunctionReference Loss(TrainSettings settings, RunData data)
    {
        bool areClasses = data.Output != ModelOutput.Numbers;
        FunctionReference reference = FunctionReference.Parse(settings.Loss ?? LossChoice.Default(areClasses).Name);
        IReadOnlyList<string> fitting = data.Kind == RunKind.Text ? ["cross-entropy"] : LossChoice.Names(areClasses);
        return reference.Description.Loss is { } loss && fitting.Contains(loss.Name) ? reference : throw new CommandException(
            $"--loss {reference.Description.Name} does not fit " +
            $"{(data.Kind == RunKind.Text ? "a text" : areClasses ? "a target of classes" : "a target of numbers")}; " +
            $"choose {(fitting.Count > 1 ? "among " : "")}{Sequence.Or(fitting)}.", ExitCode.Usage);
    }

    // What is as long as the text has no fixed length, but where positions are learned.
    private static int[] InputShape(RunData data, NetworkDescription network) =>
        data.Kind == RunKind.Text && !network.ToText().Contains("position", StringComparison.Ordinal) ? [-1] : data.ExampleShape.Dimensions.ToArray();

    private static void RequireOutputs(NetworkDescription network, RunData data, string model)
    {
        Shape shape = RunPredictor.OutputShape(network.Build(0), data.Inputs.Slice(0, 0, 1));
        int[] expected = data.Kind == RunKind.Text ? [1, data.ExampleShape[0], data.Outputs] : [1, data.Outputs];
        if (!shape.Dimensions.SequenceEqual(expected))
        {
            throw new CommandException(
                $"--model {model}: outputs of {Shape.Create(expected)} are expected for one example of {data.Name} but the network gives {shape}; " +
                (shape.Rank > expected.Length ? "put a flatten in front of the last linear, and end with a linear without a number."
                    : "end it with a linear without a number."));
        }
    }
}
