using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Convolutions with bias: without a graph, and with the gradients of input, weight and bias.</summary>
internal sealed class ConvolutionBenchmarks : IBenchmarkGroup
{
    private static readonly Plane[] Planes =
    [
        new(64, 56, 256, Kernel: 1, Stride: 1, Padding: 0, Groups: 1, Batch: 8),
        new(64, 56, 64, Kernel: 3, Stride: 1, Padding: 1, Groups: 1, Batch: 8),
        new(256, 14, 256, Kernel: 3, Stride: 1, Padding: 1, Groups: 1, Batch: 8),
        new(1, 28, 16, Kernel: 3, Stride: 1, Padding: 1, Groups: 1, Batch: 128),
        new(16, 14, 32, Kernel: 3, Stride: 1, Padding: 1, Groups: 1, Batch: 128),
        new(32, 28, 64, Kernel: 5, Stride: 1, Padding: 2, Groups: 1, Batch: 16),
        new(3, 224, 64, Kernel: 7, Stride: 2, Padding: 3, Groups: 1, Batch: 4),
        new(128, 28, 256, Kernel: 3, Stride: 2, Padding: 1, Groups: 1, Batch: 8),
        new(128, 28, 128, Kernel: 3, Stride: 1, Padding: 1, Groups: 32, Batch: 8),
        new(128, 56, 128, Kernel: 3, Stride: 1, Padding: 1, Groups: 128, Batch: 8),
    ];

    private static readonly Plane Line = new(64, 1024, 64, Kernel: 9, Stride: 1, Padding: 4, Groups: 1, Batch: 8);
    private static readonly Plane Up = new(128, 16, 64, Kernel: 4, Stride: 2, Padding: 1, Groups: 1, Batch: 8);

    private delegate Tensor Call(Tensor x, Tensor weight, Tensor bias);

    public string Name => "conv";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        IEnumerable<BenchmarkCase> all =
        [
            .. Planes.SelectMany(s => Cases(
                "conv2d", s, s.OutputSize, (int[])[s.Out, s.In / s.Groups, s.Kernel, s.Kernel],
                (x, w, b) => F.Conv2d(x, w, b, s.Stride, s.Padding, groups: s.Groups))),
            .. Cases("conv1d", Line, Line.OutputSize, (int[])[Line.Out, Line.In, Line.Kernel], (x, w, b) => F.Conv1d(x, w, b, Line.Stride, Line.Padding)),
            .. Cases(
                "conv_transpose2d", Up, Up.Size, (int[])[Up.In, Up.Out, Up.Kernel, Up.Kernel],
                (x, w, b) => F.ConvTranspose2d(x, w, b, Up.Stride, Up.Padding)),
        ];
        return all;
    }

    public void WarmUp()
    {
        using TidyScope scope = TensorPool.BeginTidy();
        foreach (int stride in (int[])[1, 2])
        {
            Tensor x = RandomTensor.Normal((int[])[2, 16, 12, 12]).WithGradient();
            Tensor weight = RandomTensor.Normal((int[])[16, 8, 3, 3]).WithGradient();
            Tensor bias = Tensor.Zeros(16).WithGradient();
            Tensor y = F.Conv2d(x, weight, bias, stride, 1, groups: 2);
            y.Backward(Tensor.Ones(y.Shape));
            y = F.ConvTranspose2d(x, weight, null, stride, 1, groups: 2);
            y.Backward(Tensor.Ones(y.Shape));
        }
    }

    /// <summary>Both cases of a shape; <paramref name="side"/> is how often a filter is applied along an axis.</summary>
    private static IEnumerable<BenchmarkCase> Cases(string name, Plane plane, int side, int[] weight, Call call)
    {
        int axes = weight.Length - 2;
        double filter = weight.Skip(1).Aggregate(1.0, (product, length) => product * length);
        string Times(int length) => string.Join('x', Enumerable.Repeat(length, axes));
        string title = FormattableString.Invariant(
            $"{name} {plane.In}x{Times(plane.Size)}->{plane.Out} k{Times(plane.Kernel)} s{plane.Stride} p{plane.Padding} g{plane.Groups} batch {plane.Batch}");
        double operations = 2 * plane.Batch * weight[0] * Math.Pow(side, axes) * filter;
        Lazy<Tensor> x = new(() => RandomTensor.Normal(Shape.Create([plane.Batch, plane.In, .. Enumerable.Repeat(plane.Size, axes)])));
        Lazy<Tensor> w = new(() => F.Multiply(RandomTensor.Normal(Shape.Create(weight), 1), 1 / Math.Sqrt(filter)));
        Lazy<Tensor> b = new(() => Tensor.Zeros(plane.Out));
        yield return new BenchmarkCase($"{title} forward", operations, "flop/s", () => call(x.Value, w.Value, b.Value).Release());

        Lazy<(Tensor X, Tensor W, Tensor B, Tensor Upstream)> leaves = new(() =>
        {
            Tensor upstream = RandomTensor.Normal(call(x.Value, w.Value, b.Value).Shape, 2);
            return (x.Value.Clone().WithGradient(), w.Value.Clone().WithGradient(), b.Value.Clone().WithGradient(), upstream);
        });
        yield return new BenchmarkCase($"{title} forward+backward", 3 * operations, "flop/s", () =>
        {
            (Tensor lx, Tensor lw, Tensor lb, Tensor upstream) = leaves.Value;
            using TidyScope scope = TensorPool.BeginTidy();
            (lx.Gradient, lw.Gradient, lb.Gradient) = (null, null, null);
            call(lx, lw, lb).Backward(upstream);
        });
    }

    /// <summary>Sizes of a case, the same along all axes.</summary>
    private readonly record struct Plane(int In, int Size, int Out, int Kernel, int Stride, int Padding, int Groups, int Batch)
    {
        public int OutputSize => ((Size + (2 * Padding) - Kernel) / Stride) + 1;
    }
}
