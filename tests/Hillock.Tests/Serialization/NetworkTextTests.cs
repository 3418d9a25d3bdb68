using Hillock.Modules;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Networks as texts: what follows from the input's shape, both ways, and faults with their place.</summary>
public class NetworkTextTests
{
    /// <summary>The numbers are those of the formulas of docs/layers.md, by hand.</summary>
    [Theory]
    [InlineData("conv 32 kernel=3 padding=1, relu, maxpool 2, flatten, linear 128, dropout 0.2, linear", "3,32,32",
        "0:[32, 3, 3, 3] 4:[128, 8192] 6:[10, 128]")]
    [InlineData("Conv2d 6 5, ReLU, max-pool 2, conv2d 16 5, Relu, maxpool 2, flatten, linear 120, linear", "1,28,28",
        "0:[6, 1, 5, 5] 3:[16, 6, 5, 5] 7:[120, 256] 8:[10, 120]")]
    [InlineData("conv 8 3x5 stride=2 pad=1x2, batchnorm, leakyrelu 0.2, flatten, linear", "4,9,8", "0:[8, 4, 3, 5] 1:[8] 4:[10, 160]")]
    [InlineData("conv 8 9 padding=same, adaptive-avg-pool 3, flatten, linear", "2,50", "0:[8, 2, 9] 3:[10, 24]")]
    [InlineData("convtranspose 4 2 stride=2, groupnorm 2, flatten, linear", "2,3,4,5", "0:[2, 4, 2, 2, 2] 1:[4] 3:[10, 1920]")]
    [InlineData("linear 16, gelu, residual(linear 32, silu, linear 16), layernorm, linear", "7",
        "0:[16, 7] 2.body.0:[32, 16] 2.body.2:[16, 32] 3:[16] 4:[10, 16]")]
    [InlineData("embedding 100 12, lstm 20 2 bidirectional dropout=0.1, laststep, linear", "6", "0:[100, 12] 3:[10, 40]")]
    [InlineData("gru 20, meanoversteps, linear bias=false", "6,3", "2:[10, 20]")]
    [InlineData("weightnorm(linear 5), prelu 5, rationalactivation, linear", "7", "1:[5] 3:[10, 5]")]
    [InlineData("linear 8, batchnorm, relu, linear", "7", "0:[8, 7] 1:[8] 3:[10, 8]")]
    public void Parse_FindsWhatTheShapeSays(string text, string shape, string weights)
    {
        int[] input = [.. shape.Split(',').Select(one => int.Parse(one, null))];
        NetworkDescription network = NetworkDescription.Parse(text, input, 10);
        Module module = network.Build(1);
        string found = string.Join(' ', module.StateDict().Where(one => one.Key.EndsWith(".weight", StringComparison.Ordinal))
            .Select(one => $"{one.Key[..^7]}:{one.Value.Shape}"));
        Assert.Equal(weights, found);
        string written = network.ToText();
        NetworkDescription again = NetworkDescription.Parse(written, input);
        Assert.Equal(new ModelDescription(network).ToJson(), new ModelDescription(again).ToJson());
        Assert.Equal(written, again.ToText());
    }

    [Theory]
    [InlineData("sequential(relu), residual(sequential(tanh)) projection=(linear 4), linear 4", "4")]
    [InlineData("elu alpha=0.3333333333333333, hardtanh minimum=-1E-300 maximum=7, threshold 1 -0", "4")]
    [InlineData("causalencoder(transformerencoder(transformerencoderlayer 2 dimFeedForward=8 activation=(gelu) normFirst) norm=(layernorm))", "5,4")]
    [InlineData("lstm 3 batchFirst=false, layernorm normalizedShape=5x3, laststep batchFirst=false", "5,4")]
    [InlineData("batchnorm1d momentum=null, positionembedding maxLength=9, zeropad1d 0x-1, upsample scaleFactor=1.5", "5,4")]
    [InlineData("linear 3 dataType=float64, relu, spectralnorm(linear 3 dataType=float64) powerIterations=2", "4")]
    public void ToText_GivesBackWhatWasRead(string text, string shape)
    {
        int[] input = [.. shape.Split(',').Select(one => int.Parse(one, null))];
        Assert.Equal(text, NetworkDescription.Parse(text, input).ToText());
    }

    [Theory]
    [InlineData("linaer 8", 1, "there is no layer \"linaer\"", "near are: linear")]
    [InlineData("linear 8, , relu", 11, "a layer's name is expected", "")]
    [InlineData("linear 8,", 10, "a layer's name is expected", "")]
    [InlineData("", 1, "a layer's name is expected", "")]
    [InlineData("linear 8 outFeature=9", 10, "Linear has outFeatures twice", "")]
    [InlineData("linear 8 wide=9", 10, "Linear has no argument \"wide\"", "bias")]
    [InlineData("linear 8.5", 8, "expects a whole number as outFeatures but got \"8.5\"", "")]
    [InlineData("linear 99999999999", 8, "expects a whole number as outFeatures", "")]
    [InlineData("linear 8 bias=maybe", 15, "expects true or false as bias but got \"maybe\"", "")]
    [InlineData("linear 8 16", 10, "Linear does not expect \"16\"", "comma")]
    [InlineData("linear, relu", 1, "expects outFeatures, a whole number, but there is none, and only the last layer may be without it", "linear 32")]
    [InlineData("relu, linear", 7, "the number of outputs is not known", "")]
    [InlineData("linear 8) relu", 9, "a comma or the end is expected but there is ')'", "")]
    [InlineData("residual(linear 8", 9, "the parenthesis has no end", "")]
    [InlineData("residual(linear 8)", 1, "Residual does not take what comes to it, [2, 4]", "Residual expects a body that keeps the shape")]
    [InlineData("relu(linear 8)", 5, "Relu has no layers in it", "")]
    [InlineData("residual", 1, "Residual expects body, a layer, but there is none", "parentheses")]
    [InlineData("relu, conv2d 8 3", 7, "Conv2d", "")]
    [InlineData("dropout 1.5", 1, "Dropout", "from 0 to 1")]
    [InlineData("linear 100000 bias=false, linear 100000", 27, "Linear does not take", "at most 1000000000 parameters")]
    [InlineData("upsample 2 quadratic", 12, "Upsample does not expect \"quadratic\"", "mode")]
    public void Parse_ShowsThePlaceOfAFault(string text, int place, string problem, string remedy)
    {
        FormatException fault = Assert.Throws<FormatException>(() => NetworkDescription.Parse(text, 4));
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, fault.Message, StringComparison.Ordinal);
        Assert.Contains($"at character {place} ", fault.Message, StringComparison.Ordinal);
        string[] lines = fault.Message.Split('\n');
        Assert.Equal("  " + text, lines[1]);
        Assert.Equal(place + 2, lines[2].Length);
    }

    [Fact]
    public void Parse_RefusesDeepNesting()
    {
        string text = string.Concat(Enumerable.Repeat("residual(", 100)) + "relu" + new string(')', 100);
        Assert.Contains("deep", Assert.Throws<FormatException>(() => NetworkDescription.Parse(text, 4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Presets_TakeTheirInputs()
    {
        Check(ModelPresets.Mlp([4], 3), Tensor.Ones([5, 4]), [5, 3], "linear 64, relu, linear 64, relu, linear 3");
        Check(ModelPresets.Mlp([1, 8, 8], 10, [32], "elu alpha=0.5", 0.1), Tensor.Ones([5, 1, 8, 8]), [5, 10],
            "flatten, linear 32, elu alpha=0.5, dropout probability=0.1, linear 10");
        Check(ModelPresets.Cnn([1, 28, 28], 10), Tensor.Ones([5, 1, 28, 28]), [5, 10]);
        Check(ModelPresets.Cnn([3, 32, 32], 10, "silu", 0), Tensor.Ones([5, 3, 32, 32]), [5, 10]);
        Check(ModelPresets.Cnn([3, 4, 4], 10), Tensor.Ones([5, 3, 4, 4]), [5, 10]);
        Check(ModelPresets.Cnn([1, 5, 300], 10), Tensor.Ones([5, 1, 5, 300]), [5, 10]);
        Check(ModelPresets.Rnn([7, 3], 4), Tensor.Ones([5, 7, 3]), [5, 4], "lstm 128, laststep, linear 4");
        Check(ModelPresets.Rnn([7], 4, 20, cell: "gru", width: 8, layers: 2, dropout: 0.1), Words, [5, 4]);
        Check(ModelPresets.Rnn([7], 20, 20, everyStep: true, width: 8), Words, [5, 7, 20]);
        Check(ModelPresets.Transformer([7, 3], 4, width: 8, heads: 2), Tensor.Ones([5, 7, 3]), [5, 4]);
        Check(ModelPresets.Transformer([7], 4, 20, width: 8, heads: 2), Words, [5, 4]);
        Check(ModelPresets.Transformer([7], 20, 20, everyStep: true, width: 8, heads: 2), Words, [5, 7, 20]);
    }

    /// <summary>Changing a word changes no output before it.</summary>
    [Theory]
    [InlineData("rnn")]
    [InlineData("transformer")]
    public void Presets_ThatPredictTheNext_SeeNoneAfter(string name)
    {
        NetworkDescription network = name == "rnn" ? ModelPresets.Rnn([7], 20, 20, everyStep: true, width: 8)
            : ModelPresets.Transformer([7], 20, 20, everyStep: true, width: 8, heads: 2);
        Module module = network.Build(2).Evaluate();
        float[] first = module.Forward(Tensor.From([1L, 2, 3, 4, 5, 6, 7]).Reshape(1, 7)).ToArray<float>();
        float[] second = module.Forward(Tensor.From([1L, 2, 3, 4, 9, 6, 7]).Reshape(1, 7)).ToArray<float>();
        Assert.Equal(first[..80], second[..80]);
        Assert.NotEqual(first[80..100], second[80..100]);
    }

    [Fact]
    public void Presets_RefuseOtherShapes()
    {
        Assert.Throws<ArgumentException>(() => ModelPresets.Cnn([4], 3));
        Assert.Throws<ArgumentException>(() => ModelPresets.Cnn([1, 3, 28], 3));
        Assert.Throws<ArgumentException>(() => ModelPresets.Rnn([4], 3));
        Assert.Throws<ArgumentException>(() => ModelPresets.Transformer([4, 2], 3, vocabulary: 9));
        Assert.Throws<FormatException>(() => ModelPresets.Mlp([4], 3, activation: "rellu"));
    }

    private static Tensor Words => Tensor.From([.. Enumerable.Range(0, 35).Select(static i => (long)(i % 20))]).Reshape(5, 7);

    private static void Check(NetworkDescription network, Tensor input, Shape output, string? text = null)
    {
        Assert.Equal(output, network.Build(1).Evaluate().Forward(input).Shape);
        Assert.Equal(text ?? network.ToText(), network.ToText());
    }
}
