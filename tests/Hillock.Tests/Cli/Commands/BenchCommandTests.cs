using System.Text.Json;
using Hillock.Cli.Benchmarks;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class BenchCommandTests
{
    [Fact]
    public async Task Bench_Elementwise_WritesOneJsonLineACase()
    {
        using ThreadScope threads = new(2); // the command sets its own, 1
        string[] lines =
            (await Tool.SucceedAsync("bench", "elementwise", "--sizes", "64", "--seconds", "0.001")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, JsonElement> rows =
            lines.Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(row => row.GetProperty("case").GetString()!);
        // Names of the script that times the peer.
        foreach (string name in (string[])[
            "copy n=64", "sigmoid out n=64", "relu fresh n=64", "leaky_relu forward+backward n=64", "hardtanh fresh n=64", "threshold fresh n=64",
        ])
        {
            Assert.Contains(name, rows.Keys);
        }

        Assert.All(rows.Values, row =>
        {
            Assert.Equal("elements/s", row.GetProperty("unit").GetString());
            Assert.Equal(1, row.GetProperty("threads").GetInt32());
            Assert.Contains(row.GetProperty("width").GetInt32(), (int[])[0, 128, 256, 512]);
            // A run of a small size covers 2^20 elements.
            Assert.Equal(1 << 20, row.GetProperty("rate").GetDouble() * row.GetProperty("seconds").GetDouble(), 1.0);
        });
    }

    [Fact]
    public void Adaptive_Cases_AreThePeers()
    {
        BenchmarkSettings settings = new(0, []);
        Assert.Equal(
            ["full softmax loss 100000 classes", "adaptive log-softmax loss 100000 classes"],
            new AdaptiveBenchmarks().Cases(settings).Select(item => item.Name));
        new AdaptiveBenchmarks().WarmUp();
    }

    [Fact]
    public void Pooling_Cases_AreThePeers()
    {
        BenchmarkSettings settings = new(0, []);
        string[] plain = [.. new PoolingBenchmarks().Cases(settings).Select(item => item.Name)];
        Assert.Equal(12, plain.Length);
        Assert.Contains("max_pool2d 2x2 64x56x56 batch 8 forward", plain);
        Assert.Contains("adaptive_avg_pool2d 1x1 16x28x28 batch 128 forward+backward", plain);
        new PoolingBenchmarks().WarmUp();
        Assert.Equal(["conv16-conv32 28x28 batch 128 sgd step"], new CnnBenchmarks().Cases(settings).Select(item => item.Name));
        new CnnBenchmarks().WarmUp();
    }

    [Fact]
    public void Recurrent_Cases_AreThePeers()
    {
        BenchmarkSettings settings = new(0, []);
        Assert.Equal(
            [
                "lstm 128->128 seq 100 batch 32 forward+backward", "gru 128->128 seq 100 batch 32 forward+backward",
                "rnn_tanh 128->128 seq 100 batch 32 forward+backward",
            ],
            new RecurrentBenchmarks().Cases(settings).Select(item => item.Name));
        new RecurrentBenchmarks().WarmUp();
    }

    [Fact]
    public void SoftmaxBackwardAndOtherLosses_Cases_AreThePeers()
    {
        BenchmarkSettings settings = new(0, []);
        new SoftmaxBackwardBenchmarks().WarmUp();
        Assert.Equal(
            ((string[])["4096x10", "1024x1000", "256x32000", "32x131072", "4096x64"]).SelectMany(
                size => (string[])[$"softmax forward+backward {size}", $"log_softmax forward+backward {size}"]),
            new SoftmaxBackwardBenchmarks().Cases(settings).Select(item => item.Name));
        new OtherLossBenchmarks().WarmUp();
        Assert.Equal(
            [
                .. ((string[])["bce", "bce_with_logits", "poisson_nll", "gaussian_nll", "soft_margin", "hinge_embedding"]).Select(
                    name => $"{name} forward+backward n=1048576"),
                "multi_margin forward+backward 1024x1000", "nll forward+backward 1024x1000", "kl_div forward+backward 1024x1000",
                "cosine_embedding forward+backward 4096x256", "triplet forward+backward 4096x256", "ctc forward+backward T=50 N=16 C=20",
            ],
            new OtherLossBenchmarks().Cases(settings).Select(item => item.Name));
    }

    [Fact]
    public void Inference_Cases_AreThePeers()
    {
        BenchmarkSettings settings = new(0, []);
        new InferenceBenchmarks().WarmUp();
        Assert.Equal(
            [
                "784-256-256-10 batch 1 forward", "784-256-256-10 batch 128 forward", "conv16-conv32 28x28 batch 1 forward",
                "conv16-conv32 28x28 batch 128 forward", "transformer_encoder 1x128x256 heads 8 ff 1024 forward",
                "transformer_encoder 8x128x256 heads 8 ff 1024 forward",
            ],
            new InferenceBenchmarks().Cases(settings).Select(item => item.Name));
    }

    [Theory]
    [InlineData("leaky-relu", "leaky_relu")]
    [InlineData("hard-tanh", "hardtanh")]
    [InlineData("hard-swish", "hardswish")]
    [InlineData("log-sigmoid", "logsigmoid")]
    [InlineData("relu6", "relu6")]
    [InlineData("softplus", "softplus")]
    public void PeerName_Function_IsThePeersSpelling(string name, string expected) => Assert.Equal(expected, ElementwiseBenchmarks.PeerName(name));
}
