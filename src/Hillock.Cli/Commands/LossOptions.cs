using System.CommandLine;
using Hillock.Autograd;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Cli.Commands;

/// <summary>The part of <c>hillock apply</c> that computes losses: its options, and what it does with them.</summary>
internal sealed class LossOptions
{
    private static readonly (string Word, Reduction Reduction)[] Reductions =
        [("none", Reduction.None), ("mean", Reduction.Mean), ("sum", Reduction.Sum), ("batch-mean", Reduction.BatchMean)];

    private readonly Option<string?> _target =
        ToolOption.Path("--target", "Of a loss: the targets, an .npy file of the input's shape and type, or of whole numbers where they are classes.", "T.npy");
    private readonly Option<string?> _weight = ToolOption.Path("--weight", "Of a loss: weights of elements or classes.", "W.npy");
    private readonly Option<string?> _positiveWeight =
        ToolOption.Path("--positive-weight", "Of binary-cross-entropy-with-logits: the weights of positive targets.", "P.npy");
    private readonly Option<string?> _variance = ToolOption.Path("--variance", "Of gaussian-negative-log-likelihood: the variances.", "V.npy");
    private readonly Option<string> _reduction =
        ToolOption.Choice("--reduction", "Of a loss: what becomes of the single losses.", "mean", [.. Reductions.Select(one => one.Word)]);

    private Option[] All => [_target, _weight, _positiveWeight, _variance, _reduction];

    /// <summary>The options that name files, none of which an output may replace.</summary>
    public IReadOnlyList<Option<string?>> Files => [_target, _weight, _positiveWeight, _variance];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>Refuses the options where the function is no loss.</summary>
    /// <exception cref="CommandException">One is given.</exception>
    public void Refuse(ParseResult result, FunctionDescription function)
    {
        if (Array.Find(All, option => result.GetResult(option) is { Implicit: false }) is { } given)
        {
            throw new CommandException($"{function.Name} is no loss and has no {given.Name}; leave it out.", ExitCode.Usage);
        }
    }

    /// <summary>Computes a loss, and its gradient where asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="function">The loss with the values of its parameters.</param>
    /// <param name="input">The predictions' file.</param>
    /// <param name="output">Receives the loss.</param>
    /// <param name="gradient">The gradient with respect to the loss; 1 when left out.</param>
    /// <param name="gradientOutput">Receives the gradient with respect to the predictions, or null.</param>
    /// <param name="cancellationToken">Ends the command before anything is written.</param>
    public void Run(
        ParseResult result, FunctionReference function, string input, string output, string? gradient, string? gradientOutput,
        CancellationToken cancellationToken)
    {
        LossInfo loss = function.Description.Loss!;
        string targetPath =
            result.GetValue(_target) ?? throw new CommandException($"{loss.Name} compares predictions with targets and needs --target too.", ExitCode.Usage);
        CheckTaken(loss, result);
        (Tensor? x, bool fortranOrder) = TensorFile.Read(input);
        x = x.WithGradient();
        LossInputs inputs = new(x, Targets(targetPath, x, loss))
        {
            Reduction = Reductions.First(one => one.Word == result.GetRequiredValue(_reduction)).Reduction,
            Weight = Optional(result.GetValue(_weight)),
            PositiveWeight = Optional(result.GetValue(_positiveWeight)),
            Variance = Optional(result.GetValue(_variance))?.To(x.DataType),
        };
        Tensor y = loss.Compute(inputs, [.. function.Values]);
        if (gradientOutput is null)
        {
            TensorFile.WriteAll(cancellationToken, (output, y, fortranOrder));
            return;
        }

        Tensor upstream = Tensor.OnesLike(y);
        if (gradient is not null)
        {
            (upstream, _) = TensorFile.Read(gradient);
            if (!upstream.Shape.Equals(y.Shape) || upstream.DataType != y.DataType)
            {
                throw new CommandException(
                    $"{gradient}: the gradient must be {y.DataType.Name()} {y.Shape} like the loss but is {upstream.DataType.Name()} {upstream.Shape}; save " +
                    "it in that shape and type.");
            }
        }

        TensorFile.WriteAll(cancellationToken, (output, y, fortranOrder), (gradientOutput, Gradients.Of([y], [x], [upstream])[0]!, fortranOrder));
    }

    private void CheckTaken(LossInfo loss, ParseResult result)
    {
        foreach ((Option<string?>? option,
            bool taken) in (ReadOnlySpan<(Option<string?>, bool)>)[
                (_weight, loss.TakesWeight), (_positiveWeight, loss.TakesPositiveWeight), (_variance, loss.NeedsVariance),
            ])
        {
            if (!taken && result.GetValue(option) is not null)
            {
                throw new CommandException($"{loss.Name} takes no {option.Name}; leave it out.", ExitCode.Usage);
            }
        }

        if (loss.NeedsVariance && result.GetValue(_variance) is null)
        {
            throw new CommandException($"{loss.Name} needs --variance too: the variance of each prediction.", ExitCode.Usage);
        }
    }

    private static Tensor Targets(string path, Tensor x, LossInfo loss)
    {
        Tensor targets = TensorFile.ReadTargets(path, loss.TakesClasses);
        if (targets.DataType.IsFloatingPoint() && targets.DataType != x.DataType)
        {
            throw new CommandException(
                $"{path}: the targets must be {x.DataType.Name()} like the predictions but are {targets.DataType.Name()}; convert them: " +
                $"t.astype(numpy.{x.DataType.Name()}).");
        }

        return targets;
    }

    private static Tensor? Optional(string? path) => path is null ? null : TensorFile.Read(path).Tensor;
}
