using System.CommandLine;
using System.Globalization;
using Hillock.Autograd;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Functions;
using Hillock.Tensors;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock plot</c>: the curve of a function and of its derivatives.</summary>
internal sealed class PlotCommand : ToolCommand
{
    private static readonly (double Low, double High) DefaultRange = (-5, 5);

    private readonly Argument<string[]> _names =
        new("NAME") { Description = "Element-wise functions, such as relu, or elu:alpha=0.5.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _derivative = new("--derivative") { Description = "Draw the first and second derivative too." };
    private readonly Option<string?> _output = ToolOption.Path("--output", "Write an SVG picture instead of drawing in the terminal.", "FILE.svg");
    private readonly Option<(double Low, double High)?> _range = CreateRange();
    private readonly FunctionParameterOptions _parameters = new(FunctionCatalogue.All.Where(function => function.Kind == FunctionKind.Elementwise));

    public PlotCommand()
        : base("plot", "Draws functions and their derivatives, in the terminal or as an SVG picture.")
    {
        Add(_names);
        Add(_derivative);
        Add(_output);
        Add(_range);
        _parameters.AddTo(this);
        SetAction(Run);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock plot silu --derivative", "The curve with its first two derivatives, in the terminal."),
        new("hillock plot relu elu:alpha=0.5 softplus --derivative --range=-3,3 --output curves.svg", "Three functions in one picture."),
    ];

    private int Run(ParseResult result)
    {
        Dictionary<string, double> parameters = _parameters.Given(result);
        FunctionReference[] functions = [.. result.GetRequiredValue(_names).Select(name => FunctionReference.Parse(name, parameters))];
        if (Array.Find(functions, function => function.Description.Kind != FunctionKind.Elementwise) is { } other)
        {
            throw new CommandException(
                $"{other.Description.Name} is no function of one number and has no curve; plot an element-wise function.", ExitCode.Usage);
        }

        (double low, double high) = result.GetValue(_range) ?? DefaultRange;
        FunctionCurve[] curves = functions.DistinctBy(function => function.Text).Select(Curve).ToArray();
        IReadOnlyList<LineChart> charts = FunctionPicture.Charts(curves, result.GetValue(_derivative) ? 2 : 0, low, high);
        if (result.GetValue(_output) is not { } path)
        {
            ConsoleChart.Write(result.InvocationConfiguration.Output, charts);
            return ExitCode.Success;
        }

        if (!path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw new CommandException($"plot writes SVG but --output is {path}; give it a name that ends in .svg.", ExitCode.Usage);
        }

        Outputs outputs = new();
        outputs.Write("--output", path, () => FunctionPicture.ToDocument(charts));
        outputs.Complete();
        return ExitCode.Success;
    }

    // Drawn from the kernels that train, in float64.
    private static FunctionCurve Curve(FunctionReference function) =>
        new(function.Text, x => At(function, x, 0), x => At(function, x, 1), x => At(function, x, 2));

    private static double At(FunctionReference function, double x, int order)
    {
        using TidyScope scope = TensorPool.BeginTidy();
        Tensor leaf = Tensor.Scalar(x, DataType.Float64).WithGradient();
        Tensor y = function.Apply(leaf);
        for (int i = 0; i < order; i++)
        {
            y = Gradients.Of([y], [leaf], createGraph: i + 1 < order)[0]!;
        }

        return y.Item<double>();
    }

    private static Option<(double Low, double High)?> CreateRange()
    {
        Option<(double, double)?> option =
            new Option<(double, double)?>("--range") { Description = "The range of x: two numbers and a comma. [default: -5,5]", HelpName = "LOW,HIGH" };
        option.CustomParser = result =>
        {
            string[] words = result.Tokens[0].Value.Split(',');
            if (words.Length == 2 && Number(words[0], out double low) && Number(words[1], out double high) && low < high)
            {
                return (low, high);
            }

            result.AddError($"--range expects two numbers, the lower first, such as --range=-5,5, but got '{result.Tokens[0].Value}'.");
            return null;
        };
        return option;
    }

    private static bool Number(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
