using Hillock.Charts.CommandLine;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Functions;

/// <summary>All functions that the tool knows: the library's element-wise ones, those along an axis, and losses.</summary>
internal static class FunctionCatalogue
{
    /// <summary>The functions: element-wise ones first, each kind in alphabetical order.</summary>
    public static IReadOnlyList<FunctionDescription> All { get; } =
        [
            .. ActivationCatalog.All.Select(Elementwise),
            .. AlongAxis().Concat(RowFunctionCatalog.All.Select(Row)).OrderBy(row => row.Name, StringComparer.Ordinal), .. LossCatalog.All.Select(Loss),
        ];

    /// <summary>The function of a name or an alias; upper case, hyphens and underscores do not matter.</summary>
    /// <exception cref="CommandException">There is none; names the nearest.</exception>
    public static FunctionDescription Find(string name)
    {
        // A name goes before another function's alias.
        if ((All.FirstOrDefault(row => Suggestion.IsSame(row.Name, name))
            ?? All.FirstOrDefault(row => row.Aliases.Any(alias => Suggestion.IsSame(alias, name)))) is { } found)
        {
            return found;
        }

        string hint = Suggestion.Nearest(name, All.Select(row => row.Name)) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
        throw new CommandException($"unknown function '{name}'{hint} 'hillock list' shows all.", ExitCode.Usage);
    }

    private static FunctionDescription Elementwise(ActivationInfo info) =>
        new(info.Name, info.Formula, info.Summary, FunctionKind.Elementwise,
            [.. info.Parameters.Select(parameter => new FunctionParameter(parameter.KebabName, parameter.Default, parameter.Description))],
            values =>
            {
                ActivationFunction function = info.Create([.. values]);
                return (x, _) => function.Forward(x);
            })
        { Activation = info, Aliases = info.Aliases };

    private static FunctionDescription Loss(LossInfo info) =>
        new(info.Name, info.Formula, info.Summary, FunctionKind.Loss,
            [.. info.Parameters.Select(parameter => new FunctionParameter(parameter.KebabName, parameter.Default, parameter.Description))],
            _ => (_, _) => throw new CommandException($"{info.Name} compares predictions with targets; use apply with --target.", ExitCode.Usage))
        { Loss = info, Aliases = info.Aliases };

    private static FunctionDescription Row(RowFunctionInfo info) =>
        new(info.Name, info.Formula, info.Summary, FunctionKind.AlongAxis,
            [.. info.Parameters.Select(parameter => new FunctionParameter(parameter.KebabName, parameter.Default, parameter.Description))],
            values => (x, axis) => info.Compute(x, axis, [.. values]));

    private static IEnumerable<FunctionDescription> AlongAxis()
    {
        FunctionParameter beta = new("beta", 1, "The inverse temperature: larger is sharper.");
        yield return Gated("geglu", "a·bΦ(b)", "with a GELU for a gate", F.GeGlu);
        yield return new(
            "glu", "a·σ(b) with the halves a, b", "The gated linear unit: a·σ(b) with the two halves a, b of the axis.", FunctionKind.AlongAxis, [],
            _ => F.Glu);
        yield return new(
            "log-softmax", "ln softmax(x)", "The logarithm of softmax, without overflow or cancellation.", FunctionKind.AlongAxis, [beta],
            values => (x, axis) => F.LogSoftmax(x, axis, values[0]));
        yield return Masked(
            "masked-log-softmax", "ln softmax(x) over the mask", "The logarithm of softmax over the elements that a mask picks; −∞ elsewhere.", beta,
            F.MaskedLogSoftmax);
        yield return Masked("masked-softmax", "softmax(x) over the mask", "Softmax over the elements that a mask picks; 0 elsewhere.", beta, F.MaskedSoftmax);
        yield return new(
            "maxout", "max over each few neighbours", "The largest of every few neighbours, which shortens the axis.", FunctionKind.AlongAxis,
            [new("pieces", 2, "How many neighbours; divides the axis.")],
            values => (x, axis) => F.Maxout(x, Whole(values[0]), axis));
        yield return Gated("reglu", "a·max(0, b)", "with a rectifier for a gate", F.ReGlu);
        yield return new(
            "softmax", "exp(βxᵢ) / Σ exp(βxⱼ)", "Probabilities: exp(βxᵢ) / Σ exp(βxⱼ).", FunctionKind.AlongAxis, [beta],
            values => (x, axis) => F.Softmax(x, axis, values[0]));
        yield return new(
            "softmax2d", "softmax over the channels", "Softmax over the channels of pictures, [channels, height, width] or a batch of these.",
            FunctionKind.AlongAxis, [beta],
            values => (x, _) => Softmax2d(x, values[0]))
        { TakesAxis = false };
        yield return new(
            "softmin", "softmax(−x)", "Softmax of −x: the least element gets the most.", FunctionKind.AlongAxis, [beta],
            values => (x, axis) => F.Softmin(x, axis, values[0]));
        yield return new(
            "sparsemax", "max(0, βxᵢ − τ)", "The probabilities nearest to βx, many of them 0: max(0, βxᵢ − τ).", FunctionKind.AlongAxis, [beta],
            values => (x, axis) => F.Sparsemax(x, axis, values[0]));
        yield return Gated("swiglu", "a·bσ(b)", "with a swish for a gate", F.SwiGlu);
    }

    private static FunctionDescription Gated(string name, string formula, string how, Func<Tensor, int, Tensor> function) =>
        new(
            name, $"{formula} with the halves a, b", $"The gated linear unit {how}: {formula} with the two halves a, b of the axis.", FunctionKind.AlongAxis,
            [], _ => function);

    private static int Whole(double pieces) => pieces is >= 1 and <= int.MaxValue && pieces == Math.Floor(pieces)
        ? (int)pieces
        : throw new CommandException(
            FormattableString.Invariant($"maxout expects a whole number of at least 1 for --pieces but got {pieces}."), ExitCode.Usage);

    private static FunctionDescription Masked(
        string name, string formula, string summary, FunctionParameter beta, Func<Tensor, Tensor, int, double, Tensor> function) =>
        new(
            name, formula, summary, FunctionKind.AlongAxis, [beta],
            _ => (_, _) => throw new CommandException($"{name} takes a mask; use apply with --mask.", ExitCode.Usage))
        {
            BindMasked = values => (x, mask, axis) => function(x, mask, axis, values[0]),
        };

    private static Tensor Softmax2d(Tensor x, double beta) => x.Rank is 3 or 4
        ? F.Softmax(x, -3, beta)
        : throw new ArgumentException(
            $"softmax2d expects [channels, height, width] or [batch, channels, height, width] but got {x.Shape}; use softmax with --axis.", nameof(x));
}
