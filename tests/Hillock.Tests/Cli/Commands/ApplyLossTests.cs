using Hillock.Data;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

[Trait("Speed", "slow")]
public sealed class ApplyLossTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    // Expected values: PyTorch 1.13, torch.nn.functional.huber_loss(x, t, delta=0.5) and its gradient.
    [Fact]
    public async Task Apply_LossWithParameter_EqualsReference()
    {
        NpyFile.Write<float>(At("x.npy"), [1, 2, 3, 0, 1, 0], [2, 3]);
        NpyFile.Write<float>(At("t.npy"), [1, 0, 3, 0, 1, 5], [2, 3]);
        await Tool.SucceedAsync(
            "apply", "huber", "--delta", "0.5", "--input", At("x.npy"), "--target", At("t.npy"), "--output", At("l.npy"), "--gradient-output", At("dx.npy"));
        NumericArray loss = NpyFile.Read(At("l.npy"));
        Assert.Equal((ElementType.Float32, 0), (loss.ElementType, loss.Rank));
        Assert.Equal(0.5416667f, loss.Values<float>()[0], 1e-6f);
        Assert.Equal([2, 3], NpyFile.Read(At("dx.npy")).Shape.ToArray());
        Assert.Equal([0, 0.083333336f, 0, 0, 0, -0.083333336f], NpyFile.Read(At("dx.npy")).Values<float>().ToArray());
    }

    // Expected values: features of cross-entropy by PyTorch 1.13 with weights 1, 2, 3: 0.737914 of classes, 1.475829 of their one-hot encoding.
    [Fact]
    public async Task Apply_CrossEntropy_TakesClassesOrProbabilities()
    {
        NpyFile.Write<double>(At("x.npy"), [0.3, -0.2, 0.5, 1, 0.1, -1], [2, 3]);
        NpyFile.Write<double>(At("w.npy"), [1, 2, 3], [3]);
        NpyFile.Write<int>(At("classes.npy"), [2, 0], [2]);
        NpyFile.Write<double>(At("p.npy"), [0, 0, 1, 1, 0, 0], [2, 3]);
        await Tool.SucceedAsync(
            "apply", "cross-entropy", "--input", At("x.npy"), "--target", At("classes.npy"), "--weight", At("w.npy"), "--output", At("l.npy"));
        Assert.Equal(0.737914, NpyFile.Read(At("l.npy")).Values<double>()[0], 1e-6);
        await Tool.SucceedAsync("apply", "CrossEntropy", "--input", At("x.npy"), "--target", At("p.npy"), "--weight", At("w.npy"), "--output", At("l.npy"));
        Assert.Equal(1.475829, NpyFile.Read(At("l.npy")).Values<double>()[0], 1e-6);
        await Tool.SucceedAsync(
            "apply", "cross-entropy", "--label-smoothing", "0.1", "--reduction", "none", "--input", At("x.npy"), "--target", At("classes.npy"), "--weight",
            At("w.npy"), "--output", At("l.npy"));
        Assert.Equal(2.4880, NpyFile.Read(At("l.npy")).Values<double>()[0], 1e-4);
    }

    public static TheoryData<string, string> Losses => new()
    {
        { "mean-squared-error", "t" },
        { "l1", "t" },
        { "smooth-l1 --beta 0.5", "t" },
        { "binary-cross-entropy --weight w.npy", "t" },
        { "binary-cross-entropy-with-logits --weight w.npy --positive-weight w.npy", "t" },
        { "kl-divergence --log-target true --reduction batch-mean", "t" },
        { "poisson-nll --full 1 --log-input false", "t" },
        { "gaussian-nll --variance t.npy --full true", "t" },
        { "soft-margin", "t" },
        { "hinge-embedding --margin 0.5", "signs" },
        { "focal --gamma 1.5", "t" },
        { "negative-log-likelihood --ignore-index 1", "classes" },
        { "multi-margin --p 2", "classes" },
        { "multi-label-margin", "labels" },
        { "multi-label-soft-margin", "t" },
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Apply_AnyLoss_EqualsTheLibrary(string command, string target)
    {
        double[] x = [0.1, 0.5, 0.25, 0.75, 0.9, 0.3], t = [0.6, 0.125, 0.25, 0.9, 0.2, 0.5];
        NpyFile.Write<double>(At("x.npy"), x, [2, 3]);
        NpyFile.Write<double>(At("t.npy"), t, [2, 3]);
        NpyFile.Write<double>(At("w.npy"), [1, 2, 0.5], [3]);
        NpyFile.Write<double>(At("signs.npy"), [1, -1, 1, 1, -1, 1], [2, 3]);
        NpyFile.Write<byte>(At("classes.npy"), [2, 1], [2]);
        NpyFile.Write<long>(At("labels.npy"), [2, -1, 0, 0, 1, -1], [2, 3]);
        Tensor xs = Tensor.From(x, [2, 3]), ts = Tensor.From(t, [2, 3]), w = Tensor.From(new[] { 1, 2, 0.5 });
        Tensor expected = command.Split(' ')[0] switch
        {
            "mean-squared-error" => F.MeanSquaredError(xs, ts),
            "l1" => F.L1(xs, ts),
            "smooth-l1" => F.SmoothL1(xs, ts, beta: 0.5),
            "binary-cross-entropy" => F.BinaryCrossEntropy(xs, ts, weight: w),
            "binary-cross-entropy-with-logits" => F.BinaryCrossEntropyWithLogits(xs, ts, weight: w, positiveWeight: w),
            "kl-divergence" => F.KLDivergence(xs, ts, Reduction.BatchMean, true),
            "poisson-nll" => F.PoissonNegativeLogLikelihood(xs, ts, logInput: false, full: true),
            "gaussian-nll" => F.GaussianNegativeLogLikelihood(xs, ts, ts, full: true),
            "soft-margin" => F.SoftMargin(xs, ts),
            "hinge-embedding" => F.HingeEmbedding(xs, Tensor.From(new double[] { 1, -1, 1, 1, -1, 1 }, [2, 3]), margin: 0.5),
            "focal" => F.Focal(xs, ts, gamma: 1.5),
            "negative-log-likelihood" => F.NegativeLogLikelihood(xs, Tensor.From(new long[] { 2, 1 }), ignoreIndex: 1),
            "multi-margin" => F.MultiMargin(xs, Tensor.From(new long[] { 2, 1 }), p: 2),
            "multi-label-margin" => F.MultiLabelMargin(xs, Tensor.From(new long[] { 2, -1, 0, 0, 1, -1 }, [2, 3])),
            _ => F.MultiLabelSoftMargin(xs, ts),
        };
        IEnumerable<string> words = command.Split(' ').Select(word => word.EndsWith(".npy", StringComparison.Ordinal) ? At(word) : word);
        await Tool.SucceedAsync(
            ["apply", .. words, "--input", At("x.npy"), "--target", At(target + ".npy"), "--output", At("l.npy"), "--gradient-output", At("dx.npy")]);
        Assert.Equal(expected.Item<double>(), NpyFile.Read(At("l.npy")).Values<double>()[0]);
        Assert.Equal([2, 3], NpyFile.Read(At("dx.npy")).Shape.ToArray());
        await Tool.SucceedAsync(
            [
                "apply", .. words.TakeWhile(word => word != "--reduction"), "--reduction", "none", "--input", At("x.npy"), "--target", At(target + ".npy"),
                "--output", At("all.npy"),
            ]);
        NpyFile.Write<double>(At("g.npy"), [-2], []);
        await Tool.SucceedAsync(
            [
                "apply", .. words, "--input", At("x.npy"), "--target", At(target + ".npy"), "--output", At("l.npy"), "--gradient", At("g.npy"),
                "--gradient-output", At("twice.npy"),
            ]);
        Assert.Equal(
            NpyFile.Read(At("dx.npy")).Values<double>().ToArray().Select(slope => -2 * slope), NpyFile.Read(At("twice.npy")).Values<double>().ToArray(),
            (a, b) => Math.Abs(a - b) <= 1e-15);
    }

    [Theory]
    [InlineData(2, "huber", "huber compares predictions with targets and needs --target too.")]
    [InlineData(1, "huber --target c.npy", "c.npy: holds int64, but float32 or float64 is needed")]
    [InlineData(
        1, "huber --target t64.npy", "t64.npy: the targets must be float32 like the predictions but are float64; convert them: t.astype(numpy.float32).")]
    [InlineData(1, "huber --target c3.npy", "Huber expects targets of the predictions' shape [2, 3] but got [3]")]
    [InlineData(1, "huber --target nan.npy", "targets[1, 2] is NaN.")]
    [InlineData(2, "huber --target x.npy --weight x.npy", "huber takes no --weight; leave it out.")]
    [InlineData(2, "huber --target x.npy --axis 1", "huber is a loss and has no --axis; leave it out.")]
    [InlineData(2, "huber --target x.npy --order 1", "huber is a loss and has no --order; leave it out.")]
    [InlineData(2, "huber --target x.npy --reduction avg", "--reduction expects none, mean, sum or batch-mean but got 'avg'")]
    [InlineData(1, "huber --target x.npy --reduction batch-mean", "Huber expects a reduction of Mean, Sum or None but got BatchMean.")]
    [InlineData(1, "huber --target x.npy --delta 0", "Delta must be a finite number above 0 but is 0.")]
    [InlineData(2, "huber --target x.npy --beta 1", "huber has no parameter beta; it has delta.")]
    [InlineData(2, "hubr --target x.npy", "unknown function 'hubr'; did you mean 'huber'?")]
    [InlineData(2, "relu --target x.npy", "relu is no loss and has no --target; leave it out.")]
    [InlineData(2, "softmax --reduction sum", "softmax is no loss and has no --reduction; leave it out.")]
    [InlineData(2, "gaussian-nll --target x.npy", "gaussian-negative-log-likelihood needs --variance too: the variance of each prediction.")]
    [InlineData(1, "gaussian-nll --target x.npy --variance x.npy", "variance[0, 1] is -2; use a softplus or an exponential.")]
    [InlineData(1, "binary-cross-entropy --target x.npy", "BinaryCrossEntropy expects targets that are probabilities, from 0 to 1, but targets[0, 1] is -2.")]
    [InlineData(1, "cross-entropy --target bad.npy", "targets[1] is 3; number the classes from 0")]
    [InlineData(1, "nll --target x.npy", "NegativeLogLikelihood expects targets that are class indices")]
    [InlineData(1, "kl-divergence --target x.npy --log-target 3", "logTarget must be 0 or 1, for false or true, but is 3.")]
    [InlineData(1, "multi-margin --target c.npy --p 1.5", "p must be a whole number but is 1.5.")]
    [InlineData(1, "huber --target x.npy --gradient x.npy --gradient-output dx.npy", "the gradient must be float32 [] like the loss but is float32 [2, 3]")]
    [InlineData(2, "huber --target x.npy --gradient x.npy", "--gradient needs --gradient-output too")]
    public async Task Apply_WrongLossInput_FailsInOneLineAndWritesNothing(int exitCode, string command, string expected)
    {
        NpyFile.Write<float>(At("x.npy"), [1, -2, 3, 0, 1, 0], [2, 3]);
        NpyFile.Write<float>(At("nan.npy"), [1, -2, 3, 0, 1, float.NaN], [2, 3]);
        NpyFile.Write<double>(At("t64.npy"), [1, 2, 3, 0, 1, 0], [2, 3]);
        NpyFile.Write<long>(At("c.npy"), [0, 2], [2]);
        NpyFile.Write<long>(At("bad.npy"), [0, 3], [2]);
        NpyFile.Write<float>(At("c3.npy"), [1, 2, 3], [3]);
        string[] before = _tool.Files.ToArray();
        IEnumerable<string> words = command.Split(' ').Select(word => word.EndsWith(".npy", StringComparison.Ordinal) ? At(word) : word);
        Assert.Contains(
            expected, await Tool.FailAsync(exitCode, ["apply", .. words, "--input", At("x.npy"), "--output", At("y.npy")]), StringComparison.Ordinal);
        Assert.Equal(before, _tool.Files);
    }

    [Fact]
    public async Task Plot_OfALoss_IsRefused()
    {
        Assert.Contains("huber is no function of one number and has no curve", await Tool.FailAsync(2, "plot", "huber"), StringComparison.Ordinal);
    }

    private string At(string name) => _tool.At(name);
}
