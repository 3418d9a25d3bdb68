using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

public sealed class ApplyCommandTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    // Expected values: PyTorch 1.13, torch.nn.functional.elu(x, 0.5) and its gradient.
    [Fact]
    public async Task Apply_FunctionWithParameterAndGradient_EqualsReference()
    {
        Write("x.npy", [-2f, -0.5f, 0f, 1.5f], [2, 2]);
        Write("g.npy", [1f, 2f, 3f, 4f], [2, 2]);
        await Tool.SucceedAsync(
            "apply", "elu", "--alpha", "0.5", "--input", At("x.npy"), "--output", At("y.npy"), "--gradient", At("g.npy"), "--gradient-output", At("dx.npy"));
        AssertClose([-0.43233237f, -0.19673467f, 0f, 1.5f], NpyFile.Read(At("y.npy")).Values<float>());
        AssertClose([0.06766763f, 0.60653067f, 1.5f, 4f], NpyFile.Read(At("dx.npy")).Values<float>());
        Assert.Equal([2, 2], NpyFile.Read(At("dx.npy")).Shape.ToArray());
    }

    // Expected values: tanh′ = 1 − tanh², tanh″ = −2·tanh·tanh′ by mpmath.
    [Theory]
    [InlineData(1, 0.78644773296592741)]
    [InlineData(2, -0.72686198138358727)]
    public async Task Apply_Order_WritesTheDerivative(int order, double expected)
    {
        NpyFile.Write<double>(At("x.npy"), [0.5], []);
        await Tool.SucceedAsync("apply", "tanh", "--order", $"{order}", "--input", At("x.npy"), "--output", At("y.npy"));
        NumericArray y = NpyFile.Read(At("y.npy"));
        Assert.Equal((ElementType.Float64, 0), (y.ElementType, y.Rank));
        Assert.Equal(expected, y.Values<double>()[0], 1e-14);
        NpyFile.Write<double>(At("g.npy"), [-3], []);
        await Tool.SucceedAsync(
            "apply", "tanh", "--order", $"{order}", "--input", At("x.npy"), "--output", At("y.npy"), "--gradient", At("g.npy"), "--gradient-output",
            At("dx.npy"));
        Assert.Equal(Math.Tanh(0.5), NpyFile.Read(At("y.npy")).Values<double>()[0], 1e-14);
        Assert.Equal(-3 * expected, NpyFile.Read(At("dx.npy")).Values<double>()[0], 1e-14);
    }

    [Theory]
    [InlineData(new int[0], 1)]
    [InlineData(new[] { 0 }, 0)]
    [InlineData(new[] { 3, 0, 2 }, 0)]
    [InlineData(new[] { 1, 2, 1, 3, 1, 2 }, 12)]
    public async Task Apply_AnyShape_KeepsShapeTypeAndOrder(int[] shape, int length)
    {
        foreach (bool fortranOrder in (bool[])[false, true])
        {
            NpyFile.Write<double>(At("x.npy"), [.. Enumerable.Range(-2, length).Select(i => (double)i)], shape, fortranOrder);
            await Tool.SucceedAsync("apply", "relu", "--input", At("x.npy"), "--output", At("y.npy"));
            NumericArray y = NpyFile.Read(At("y.npy"));
            Assert.Equal(shape, y.Shape.ToArray());
            Assert.Equal(Enumerable.Range(-2, length).Select(i => Math.Max(0.0, i)), y.Values<double>().ToArray());
            Assert.Equal(NpyFile.Read(At("x.npy")).FortranOrder, y.FortranOrder);
        }
    }

    // Expected values: a·b/(1 + e^−b) by mpmath; and the larger of neighbours.
    [Fact]
    public async Task Apply_GateAndMaxout_ShortenTheAxis()
    {
        Write("x.npy", [2f, 1f, -1f, 3f], [1, 4]);
        await Tool.SucceedAsync("apply", "swiglu", "--input", At("x.npy"), "--output", At("y.npy"));
        AssertClose([-0.5378828f, 2.8577224f], NpyFile.Read(At("y.npy")).Values<float>());
        await Tool.SucceedAsync("apply", "maxout", "--pieces", "2", "--axis", "1", "--input", At("x.npy"), "--output", At("y.npy"));
        AssertClose([2f, 3f], NpyFile.Read(At("y.npy")).Values<float>());
        Assert.Equal([1, 2], NpyFile.Read(At("y.npy")).Shape.ToArray());
        Assert.Contains(
            "whole number of at least 1", await Tool.FailAsync(2, "apply", "maxout", "--pieces", "1.5", "--input", At("x.npy"), "--output", At("y.npy")),
            StringComparison.Ordinal);
    }

    // Expected values: the lecture's example, claim 22; and softmin of x is softmax of −x.
    [Fact]
    public async Task Apply_SoftmaxAlongAnAxis_EqualsReference()
    {
        Write("x.npy", [1f, 3f, 0f, 2f], [4, 1]);
        await Tool.SucceedAsync("apply", "softmax", "--axis", "0", "--input", At("x.npy"), "--output", At("y.npy"));
        AssertClose([0.0871443f, 0.6439142f, 0.0320586f, 0.2368828f], NpyFile.Read(At("y.npy")).Values<float>());
        Write("x.npy", [-1f, -3f, 0f, -2f], [1, 4]);
        await Tool.SucceedAsync("apply", "softmin", "--input", At("x.npy"), "--output", At("y.npy"));
        AssertClose([0.0871443f, 0.6439142f, 0.0320586f, 0.2368828f], NpyFile.Read(At("y.npy")).Values<float>());
    }

    // Expected values: sparsemax by hand (τ = 1 of β·x), and e² : e¹ of the two elements that take part.
    [Fact]
    public async Task Apply_SparsemaxAndMaskedSoftmax_EqualReference()
    {
        Write("x.npy", [1f, 2f, 0f, 1.5f], [1, 4]);
        Write("g.npy", [1f, 2f, 5f, 3f], [1, 4]);
        await Tool.SucceedAsync(
            "apply", "sparsemax", "--input", At("x.npy"), "--output", At("y.npy"), "--gradient", At("g.npy"), "--gradient-output", At("dx.npy"));
        AssertClose([0f, 0.75f, 0f, 0.25f], NpyFile.Read(At("y.npy")).Values<float>());
        AssertClose([0f, -0.5f, 0f, 0.5f], NpyFile.Read(At("dx.npy")).Values<float>());
        NpyFile.Write<bool>(At("mask.npy"), [true, true, false, false], [4]);
        await Tool.SucceedAsync("apply", "masked-softmax", "--mask", At("mask.npy"), "--input", At("x.npy"), "--output", At("y.npy"));
        AssertClose([0.26894142f, 0.7310586f, 0f, 0f], NpyFile.Read(At("y.npy")).Values<float>());
        NpyFile.Write<long>(At("mask.npy"), [1, 1, 0, 0], [1, 4]);
        await Tool.SucceedAsync("apply", "masked-log-softmax", "--mask", At("mask.npy"), "--input", At("x.npy"), "--output", At("y.npy"));
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity], NpyFile.Read(At("y.npy")).Values<float>()[2..].ToArray());
        NpyFile.Write<bool>(At("mask.npy"), [false, false, false, false], [4]);
        await Tool.SucceedAsync(
            "apply", "masked-softmax", "--mask", At("mask.npy"), "--input", At("x.npy"), "--output", At("y.npy"), "--gradient", At("g.npy"),
            "--gradient-output", At("dx.npy"));
        Assert.Equal(new float[8], (float[])[.. NpyFile.Read(At("y.npy")).Values<float>(), .. NpyFile.Read(At("dx.npy")).Values<float>()]);
    }

    [Fact]
    public async Task Apply_OutputOverInput_ReplacesIt()
    {
        Write("x.npy", [-1f, 2f], [2]);
        await Tool.SucceedAsync("apply", "relu", "--input", At("x.npy"), "--output", At("x.npy"));
        Assert.Equal([0f, 2f], NpyFile.Read(At("x.npy")).Values<float>().ToArray());
    }

    [Theory]
    [InlineData(2, "reul", "", "unknown function 'reul'; did you mean 'relu'? 'hillock list' shows all.")]
    [InlineData(2, "relu --alpha 1", "", "relu has no parameters but got alpha; leave it out.")]
    [InlineData(2, "elu --maximum 1", "", "elu has no parameter maximum; it has alpha.")]
    [InlineData(2, "elu --alpha one", "", "--alpha expects a number but got 'one'.")]
    [InlineData(1, "celu --alpha 0", "", "Alpha must be a finite number above 0 but is 0.")]
    [InlineData(2, "elu --alpha nan", "", "--alpha expects a number but got 'nan'.")]
    [InlineData(2, "elu:alpha=nan", "", "'elu:alpha=nan' expects parameters as name:parameter=number but has 'alpha=nan'.")]
    [InlineData(2, "elu:alpha=2 --alpha 3", "", "'elu:alpha=2' gives alpha a second value; leave one out.")]
    [InlineData(2, "elu --alpha", "", "--alpha expects a value but got '--input'.")]
    [InlineData(1, "elu --alpha Infinity", "", "Alpha must be a finite number but is Infinity.")]
    [InlineData(1, "softmax --beta -Infinity", "", "The inverse temperature must be a finite number but is -Infinity; for a hard choice use F.ArgMax.")]
    [InlineData(1, "glu --axis 0", "x3.npy", "Glu expects an even length of axis 0 but got 3 in the shape [3]; choose another axis.")]
    [InlineData(2, "relu --axis 1", "", "relu works on every element by itself and has no axis; leave out --axis.")]
    [InlineData(1, "softmax --axis 5", "", "")]
    [InlineData(2, "softmax --order 2", "", "softmax is no function of one number and has no derivative of order 2")]
    [InlineData(2, "masked-softmax", "", "masked-softmax needs --mask: an .npy file")]
    [InlineData(2, "softmax --mask x.npy", "", "softmax takes no mask; leave out --mask, or use masked-softmax.")]
    [InlineData(
        1, "masked-softmax --mask g3.npy", "",
        "MaskedSoftmax expects a mask that broadcasts to the logits' shape [2, 2] but got [3]; save it in such a shape.")]
    [InlineData(1, "masked-softmax --mask nan.npy", "", "holds a NaN, which is neither true nor false")]
    [InlineData(2, "relu --order 3", "", "--order expects a whole number from 0 to 2 but got '3'.")]
    [InlineData(2, "relu --gradient x.npy", "", "--gradient needs --gradient-output too")]
    [InlineData(2, "relu --gradient-output dx.npy", "", "--gradient-output needs --gradient too")]
    [InlineData(2, "relu --gradient x.npy --gradient-output y.npy", "", "--output and --gradient-output are both ")]
    [InlineData(1, "relu --gradient g3.npy --gradient-output dx.npy", "", "the gradient must be float32 [2, 2] like the result but is float32 [3]")]
    [InlineData(1, "relu --gradient missing.npy --gradient-output dx.npy", "", "missing.npy: no such file; beside it are ")]
    [InlineData(1, "relu", "missing.npy", "missing.npy: no such file; beside it are ")]
    [InlineData(1, "relu", "text.npy", "text.npy, offset 0: this is not an .npy file")]
    [InlineData(1, "relu", "short.npy", "the file is truncated")]
    [InlineData(1, "relu", "int.npy", "holds int64, but float32 or float64 is needed; convert it: x.astype(numpy.float32).")]
    public async Task Apply_WrongInput_FailsInOneLineAndWritesNothing(int exitCode, string command, string input, string expected)
    {
        Write("x.npy", [1f, 2f, 3f, 4f], [2, 2]);
        Write("g3.npy", [1f, 2f, 3f], [3]);
        Write("nan.npy", [1f, float.NaN], [2]);
        Write("x3.npy", [1f, 2f, 3f], [3]);
        NpyFile.Write<long>(At("int.npy"), [1, 2], [2]);
        await File.WriteAllTextAsync(At("text.npy"), "1,2,3\n", TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            At("short.npy"), (await File.ReadAllBytesAsync(At("x.npy"), TestContext.Current.CancellationToken))[..^3], TestContext.Current.CancellationToken);
        string[] before = _tool.Files.ToArray();

        IEnumerable<string> words = command.Split(' ').Select(word => word.EndsWith(".npy", StringComparison.Ordinal) ? At(word) : word);
        string error = await Tool.FailAsync(exitCode, ["apply", .. words, "--input", At(input.Length == 0 ? "x.npy" : input), "--output", At("y.npy")]);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(before, _tool.Files);
    }

    [Fact]
    public async Task Apply_UnwritableOutput_FailsBeforeReading()
    {
        Write("x.npy", [1f], [1]);
        Assert.Contains(
            "does not exist; create it first.", await Tool.FailAsync(1, "apply", "relu", "--input", At("x.npy"), "--output", At("no/y.npy")),
            StringComparison.Ordinal);
        Assert.Contains(
            "it is a folder; add a file name.", await Tool.FailAsync(1, "apply", "relu", "--input", At("x.npy"), "--output", At(".")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_OutputInAFile_SaysThatItIsNoFolder()
    {
        Write("x.npy", [1f], [1]);
        Assert.Contains(
            "is a file, not a folder; choose another path.", await Tool.FailAsync(1, "apply", "relu", "--input", At("x.npy"), "--output", At("x.npy/y.npy")),
            StringComparison.Ordinal);
        Assert.Equal(["x.npy"], _tool.Files);
    }

    private string At(string name) => _tool.At(name);

    private void Write(string name, float[] values, int[] shape) => NpyFile.Write<float>(At(name), values, shape);

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-6f);
        }
    }
}
