using Hillock.Activations;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>Functions of single elements.</summary>
internal static class ElementwiseKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor>> All { get; } = new()
    {
        ["add"] = (_, x) => x[0] + x[1],
        ["subtract"] = (_, x) => x[0] - x[1],
        ["multiply"] = (_, x) => x[0] * x[1],
        ["divide"] = (_, x) => x[0] / x[1],
        ["maximum"] = (_, x) => F.Maximum(x[0], x[1]),
        ["minimum"] = (_, x) => F.Minimum(x[0], x[1]),
        ["number"] = (c, x) => WithNumber(c.Text("name")!, x[0], c.Number("number")),
        ["exp"] = (_, x) => F.Exp(x[0]),
        ["expm1"] = (_, x) => F.Expm1(x[0]),
        ["log"] = (_, x) => F.Log(x[0]),
        ["log1p"] = (_, x) => F.Log1p(x[0]),
        ["sqrt"] = (_, x) => F.Sqrt(x[0]),
        ["rsqrt"] = (_, x) => F.Rsqrt(x[0]),
        ["reciprocal"] = (_, x) => F.Reciprocal(x[0]),
        ["abs"] = (_, x) => F.Abs(x[0]),
        ["sign"] = (_, x) => F.Sign(x[0]),
        ["sin"] = (_, x) => F.Sin(x[0]),
        ["cos"] = (_, x) => F.Cos(x[0]),
        ["atan"] = (_, x) => F.Atan(x[0]),
        ["asinh"] = (_, x) => F.Asinh(x[0]),
        ["square"] = (_, x) => F.Square(x[0]),
        ["erf"] = (_, x) => F.Erf(x[0]),
        ["negate"] = (_, x) => -x[0],
        ["activation"] = (c, x) => ActivationCatalog.Create(c.Text("name")!, c.Reals("values")).Forward(x[0]),
        ["clamp"] = (c, x) => F.Clamp(x[0], c.Number("low", double.NegativeInfinity), c.Number("high", double.PositiveInfinity)),
        ["compare"] = (c, x) => x.Length == 1 ? Compare(c.Text("name")!, x[0], c.Number("number")) : Compare(c.Text("name")!, x[0], x[1]),
        ["where"] = (_, x) => F.Where(x[0], x[1], x[2]),
        ["where-number"] = (c, x) => F.Where(x[0], x[1], c.Number("number")),
        ["number-where"] = (c, x) => F.Where(x[0], c.Number("number"), x[1]),
        ["masked-fill"] = (c, x) => F.MaskedFill(x[1], x[0], c.Number("number")),
        ["power"] = (c, x) => F.Pow(x[0], c.Number("exponent")),
        ["power-tensors"] = (_, x) => F.Pow(x[0], x[1]),
        ["prelu"] = (_, x) => F.Apply(x[0], x[1], default(PRelu)),
        ["learnable-swish"] = (_, x) => F.Apply(x[0], x[1], default(LearnableSwish)),
        ["learnable-celu"] = (_, x) => F.Apply(x[0], x[1], default(LearnableCelu)),
        ["glu"] = (c, x) => F.Glu(x[0], c.Whole("axis")),
        ["swiglu"] = (c, x) => F.SwiGlu(x[0], c.Whole("axis")),
        ["geglu"] = (c, x) => F.GeGlu(x[0], c.Whole("axis")),
        ["reglu"] = (c, x) => F.ReGlu(x[0], c.Whole("axis")),
        ["maxout"] = (c, x) => F.Maxout(x[0], c.Whole("pieces"), c.Whole("axis")),
        ["chebyshev"] = (_, x) => F.Chebyshev(x[0], x[1]),
        ["rational"] = (_, x) => F.Rational(x[0], x[1], x[2]),
    };

    private static Tensor WithNumber(string name, Tensor x, double number) => name switch
    {
        "add" => x + number,
        "subtract" => x - number,
        "multiply" => x * number,
        "divide" => x / number,
        "number-less" => number - x,
        _ => number / x,
    };

    private static Tensor Compare(string name, Tensor x, Tensor y) => name switch
    {
        "greater" => x > y,
        "greater-or-equal" => x >= y,
        "less" => x < y,
        "less-or-equal" => x <= y,
        "equal" => F.Equal(x, y),
        _ => F.NotEqual(x, y),
    };

    private static Tensor Compare(string name, Tensor x, double y) => name switch
    {
        "greater" => x > y,
        "greater-or-equal" => x >= y,
        "less" => x < y,
        "less-or-equal" => x <= y,
        "equal" => F.Equal(x, y),
        _ => F.NotEqual(x, y),
    };
}
