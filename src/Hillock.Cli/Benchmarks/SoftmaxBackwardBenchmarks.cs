using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Softmax and its logarithm over rows of different lengths, with the gradient of the input from a gradient of the result.</summary>
internal sealed class SoftmaxBackwardBenchmarks : IBenchmarkGroup
{
    private static readonly (int Rows, int Columns)[] Sizes = [(4096, 10), (1024, 1000), (256, 32000), (32, 131072), (4096, 64)];

    public string Name => "softmax_backward";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings) => Sizes.SelectMany(size => Of(size.Rows, size.Columns));

    public void WarmUp()
    {
        foreach (int columns in (int[])[10, 64, 1000])
        {
            foreach (BenchmarkCase one in Of(8, columns))
            {
                one.Run();
            }
        }
    }

    private static IEnumerable<BenchmarkCase> Of(int rows, int columns)
    {
        Tensor x = RandomTensor.Normal((int[])[rows, columns]).WithGradient();
        Tensor gradient = RandomTensor.Normal((int[])[rows, columns], 1);
        yield return Case("softmax", static x => F.Softmax(x));
        yield return Case("log_softmax", static x => F.LogSoftmax(x));
        x.ZeroGrad();
        x.Release();
        gradient.Release();

        BenchmarkCase Case(string name, Func<Tensor, Tensor> function) => new(
            $"{name} forward+backward {rows}x{columns}", (double)rows * columns, "elements/s", () =>
            {
                x.ZeroGrad();
                using TidyScope scope = TensorPool.BeginTidy();
                function(x).Backward(gradient);
            });
    }
}
