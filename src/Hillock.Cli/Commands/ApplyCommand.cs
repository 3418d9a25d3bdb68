using System.CommandLine;
using System.Globalization;
using Hillock.Autograd;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Hillock.Tensors;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock apply</c>: runs one function on a file.</summary>
internal sealed class ApplyCommand : ToolCommand
{
    // What is wrong with anything else, such as a parameter, is no fault of a file.
    private static readonly string[] AboutArrays = ["shape", "targets", "mask", "weight", "variance"];

    private readonly Argument<string> _name = new("NAME") { Description = "The function, such as relu or leaky-relu; 'hillock list' shows all." };
    private readonly Option<string?> _input =
        ToolOption.Path("--input", "The argument x: an .npy file of float32 or float64, of any shape, in C or Fortran order.", "X.npy", required: true);
    private readonly Option<string?> _output = ToolOption.Path("--output", "Receives the result, in the type and order of the input.", "Y.npy", required: true);
    private readonly Option<string?> _gradient =
        ToolOption.Path("--gradient", "The gradient g of something with respect to the result: an .npy file of the result's shape and type.", "G.npy");
    private readonly Option<string?> _gradientOutput =
        ToolOption.Path(
            "--gradient-output", "Receives the gradient with respect to x; for an element-wise function that is g·f′(x), for a loss g is 1 if not given.",
            "DX.npy");
    private readonly Option<int?> _axis =
        ToolOption.OptionalWhole("--axis", "The axis of softmax, glu and their like; negatives count from the last. [default: -1]", -64, 63);
    private readonly Option<int?> _order = ToolOption.OptionalWhole(
        "--order",
        "Which derivative of an element-wise function: with --gradient the one that g is multiplied by [default: 1], without it the one that --output " +
        "receives [default: 0].", 0, 2);
    private readonly Option<string?> _mask =
        ToolOption.Path(
            "--mask", "The mask of masked-softmax: an .npy file, true (or not 0) where an element takes part; broadcasts to the input.", "MASK.npy");
    private readonly LossOptions _losses = new();
    private readonly FunctionParameterOptions _parameters = new(FunctionCatalogue.All);

    public ApplyCommand()
        : base("apply", "Runs one function on an .npy file.")
    {
        Add(_name);
        Add(_input);
        Add(_output);
        Add(_gradient);
        Add(_gradientOutput);
        Add(_axis);
        Add(_order);
        Add(_mask);
        _losses.AddTo(this);
        _parameters.AddTo(this);
        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock apply elu --alpha 0.5 --input x.npy --output y.npy", "y = elu(x) with α = 0.5."),
        new("hillock apply silu --input x.npy --output y.npy --gradient g.npy --gradient-output dx.npy", "And dx = g·silu′(x)."),
        new("hillock apply tanh --order 2 --input x.npy --output y.npy", "y = tanh″(x)."),
        new("hillock apply huber --delta 0.5 --input x.npy --target t.npy --output loss.npy --gradient-output dx.npy", "A mean loss and its gradient."),
        new("hillock apply cross-entropy --reduction none --input x.npy --target classes.npy --output loss.npy", "The loss of each row of logits."),
        new("hillock apply log-softmax --axis 1 --input x.npy --output y.npy", "Along the second axis."),
        new("hillock apply masked-softmax --mask mask.npy --input x.npy --output y.npy", "Over the elements where the mask is true."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        FunctionReference function = FunctionReference.Parse(result.GetRequiredValue(_name), _parameters.Given(result));
        string inputPath = result.GetRequiredValue(_input)!, outputPath = result.GetRequiredValue(_output)!;
        (string? gradientPath, string? gradientOutputPath) = (result.GetValue(_gradient), result.GetValue(_gradientOutput));
        CheckOptions(result, function, outputPath, gradientPath, gradientOutputPath);
        OutputFile.CheckWritable(outputPath);
        OutputFile.CheckWritable(gradientOutputPath);
        try
        {
            return Compute(result, function, inputPath, outputPath, gradientPath, gradientOutputPath, cancellationToken);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(Named(result, ErrorLine.Of(exception)), ExitCode.Failure, exception);
        }
    }

    private int Compute(
        ParseResult result, FunctionReference function, string inputPath, string outputPath, string? gradientPath, string? gradientOutputPath,
        CancellationToken cancellationToken)
    {
        if (function.Description.Loss is not null)
        {
            _losses.Run(result, function, inputPath, outputPath, gradientPath, gradientOutputPath, cancellationToken);
            return ExitCode.Success;
        }

        int axis = result.GetValue(_axis) ?? -1;
        (Tensor? x, bool fortranOrder) = TensorFile.Read(inputPath);
        Tensor? mask = result.GetValue(_mask) is { } maskPath ? TensorFile.ReadMask(maskPath) : null;
        cancellationToken.ThrowIfCancellationRequested();
        if (gradientPath is null)
        {
            TensorFile.WriteAll(cancellationToken, (outputPath, Derivative(function, x, axis, result.GetValue(_order) ?? 0, mask), fortranOrder));
            return ExitCode.Success;
        }

        (Tensor? gradient, bool _) = TensorFile.Read(gradientPath);
        Tensor y = function.Apply(x, axis, mask);
        if (!gradient.Shape.Equals(y.Shape) || gradient.DataType != y.DataType)
        {
            throw new CommandException(
                $"{gradientPath}: the gradient must be {y.DataType.Name()} {y.Shape} like the result but is {gradient.DataType.Name()} {gradient.Shape}; " +
                "save it in that shape and type.");
        }

        TensorFile.WriteAll(
            cancellationToken,
            (outputPath, y, fortranOrder),
            (gradientOutputPath!, Backward(function, x, axis, gradient, result.GetValue(_order) ?? 1, mask), fortranOrder));
        return ExitCode.Success;
    }

    private void CheckOptions(ParseResult result, FunctionReference function, string outputPath, string? gradientPath, string? gradientOutputPath)
    {
        bool isLoss = function.Description.Kind == FunctionKind.Loss;
        if (isLoss ? gradientPath is not null && gradientOutputPath is null : gradientPath is null != gradientOutputPath is null)
        {
            throw new CommandException(
                gradientPath is null
                    ? "--gradient-output needs --gradient too: the gradient of the result."
                    : "--gradient needs --gradient-output too: the file for the result.", ExitCode.Usage);
        }

        OutputFile.RequireDifferent("--output", outputPath, "--gradient-output", gradientOutputPath);
        foreach (Option<string?> option in Inputs)
        {
            if (result.GetValue(option) is { } input)
            {
                OutputFile.RequireDifferent(option.Name, input, "--output", option == _input ? null : outputPath); // a result may take its argument's place
                OutputFile.RequireDifferent(option.Name, input, "--gradient-output", gradientOutputPath);
            }
        }

        FunctionDescription description = function.Description;
        if (!isLoss)
        {
            _losses.Refuse(result, description);
        }

        if (isLoss && (result.GetValue(_axis) is not null || result.GetValue(_order) is not null))
        {
            throw new CommandException(
                $"{description.Name} is a loss and has no {(result.GetValue(_axis) is null ? "--order" : "--axis")}; leave it out.", ExitCode.Usage);
        }

        if (description.Kind == FunctionKind.Elementwise && result.GetValue(_axis) is not null)
        {
            throw new CommandException($"{description.Name} works on every element by itself and has no axis; leave out --axis.", ExitCode.Usage);
        }

        if (!description.TakesAxis && result.GetValue(_axis) is not null)
        {
            throw new CommandException($"{description.Name} has an axis of its own; leave out --axis.", ExitCode.Usage);
        }

        if (description.BindMasked is null != result.GetValue(_mask) is null)
        {
            throw new CommandException(
                description.BindMasked is null
                    ? $"{description.Name} takes no mask; leave out --mask, or use masked-softmax."
                    : $"{description.Name} needs --mask: an .npy file that is true where an element takes part.", ExitCode.Usage);
        }

        int? order = result.GetValue(_order);
        if (description.Kind == FunctionKind.AlongAxis && order is { } given && given != (gradientPath is null ? 0 : 1))
        {
            throw new CommandException(
                $"{description.Name} is no function of one number and has no derivative of order {given.ToString(CultureInfo.InvariantCulture)}; use " +
                "--gradient without --order.", ExitCode.Usage);
        }

        if (gradientPath is not null && order == 0)
        {
            throw new CommandException("--gradient needs --order 1 or 2 but got 0; leave out --order for the usual gradient.", ExitCode.Usage);
        }
    }

    private IEnumerable<Option<string?>> Inputs => [_input, _gradient, _mask, .. _losses.Files];

    // The library knows neither the files nor what its user may do here.
    private string Named(ParseResult result, string fault)
    {
        if (!Array.Exists(AboutArrays, word => fault.Contains(word, StringComparison.Ordinal)))
        {
            return fault;
        }

        IEnumerable<string> files = Inputs.Where(option => result.GetValue(option) is not null).Select(option => $"{option.Name} {result.GetValue(option)}");
        string known = fault.Replace(", as in targets.Reshape(predictions.Shape)", "", StringComparison.Ordinal);
        bool hasWayOut = known.Contains(';', StringComparison.Ordinal) || !known.Contains("shape", StringComparison.Ordinal);
        return $"{string.Join(", ", files)}: {known.TrimEnd('.')}{(hasWayOut ? "" : "; save it in such a shape")}.";
    }

    private static Tensor Backward(FunctionReference function, Tensor x, int axis, Tensor gradient, int order, Tensor? mask)
    {
        if (order == 2)
        {
            return Derivative(function, x, axis, 2, mask) * gradient;
        }

        Tensor leaf = x.Detach().WithGradient();
        return Gradients.Of([function.Apply(leaf, axis, mask)], [leaf], [gradient])[0]!;
    }

    // The sum's gradient is the vector of derivatives, because every element depends on its own argument alone.
    private static Tensor Derivative(FunctionReference function, Tensor x, int axis, int order, Tensor? mask)
    {
        if (order == 0)
        {
            return function.Apply(x, axis, mask);
        }

        Tensor leaf = x.Detach().WithGradient();
        Tensor y = function.Apply(leaf, axis);
        for (int i = 0; i < order; i++)
        {
            y = Gradients.Of([y], [leaf], [Tensor.OnesLike(y)], createGraph: i + 1 < order)[0]!;
        }

        return y;
    }
}
