using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Cli.Functions;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Every element-wise function: forward, and forward with backward; and copying, the bound that memory sets.</summary>
/// <remarks>
/// The result is a new tensor each time, as in a user's program, and is released at once, as reference counting does for the
/// peer. Small sizes are repeated within a run until it has worked on about a million elements.
/// </remarks>
internal sealed class ElementwiseBenchmarks : IBenchmarkGroup
{
    private const int ElementsPerRun = 1 << 20, WarmUpSize = 100;

    private readonly (string Name, Func<Tensor, Tensor> Apply)[] _functions =
        [.. FunctionCatalogue.All.Where(function => function.Kind == FunctionKind.Elementwise).Select(function => (PeerName(function.Name), Bind(function)))];

    public string Name => "elementwise";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        foreach (int n in settings.Sizes)
        {
            Tensor x = RandomTensor.Uniform(n, -4, 4);
            Tensor y = Tensor.Empty(n);
            yield return Case($"copy n={n}", n, () => x.AsReadOnlySpan<float>().CopyTo(y.AsSpan<float>()));
            yield return Case($"sigmoid out n={n}", n, () => SigmoidInto(x, y));
            foreach ((string? name, Func<Tensor, Tensor>? apply) in _functions)
            {
                yield return Case($"{name} fresh n={n}", n, () => Forward(apply, x));
            }

            Tensor leaf = x.Clone().WithGradient();
            Tensor gradient = RandomTensor.Uniform(n, 0, 1);
            foreach ((string? name, Func<Tensor, Tensor>? apply) in _functions)
            {
                yield return Case($"{name} forward+backward n={n}", n, () => ForwardAndBackward(apply, leaf, gradient));
            }

            leaf.ZeroGrad();
            x.Release();
            y.Release();
            leaf.Release();
            gradient.Release();
        }
    }

    public void WarmUp()
    {
        Tensor x = RandomTensor.Uniform(WarmUpSize, -4, 4);
        Tensor leaf = x.Clone().WithGradient();
        foreach ((string _, Func<Tensor, Tensor>? apply) in _functions)
        {
            Forward(apply, x);
            ForwardAndBackward(apply, leaf, x);
        }

        SigmoidInto(x, x);
    }

    /// <summary>The peer's spelling: <c>leaky_relu</c>, but <c>hardtanh</c> and <c>logsigmoid</c>.</summary>
    internal static string PeerName(string name) =>
        name.StartsWith("hard-", StringComparison.Ordinal) || name.StartsWith("log-", StringComparison.Ordinal)
            ? name.Replace("-", "", StringComparison.Ordinal)
            : name.Replace('-', '_');

    private static BenchmarkCase Case(string name, int n, Action run)
    {
        int repetitions = Math.Max(1, ElementsPerRun / n);
        return new BenchmarkCase(name, (double)n * repetitions, "elements/s", () =>
        {
            for (int i = 0; i < repetitions; i++)
            {
                run();
            }
        });
    }

    private static void Forward(Func<Tensor, Tensor> apply, Tensor x) => apply(x).Release();

    private static void ForwardAndBackward(Func<Tensor, Tensor> apply, Tensor leaf, Tensor gradient)
    {
        leaf.ZeroGrad();
        Tensor y = apply(leaf);
        y.Backward(gradient);
        y.Release();
    }

    private static void SigmoidInto(Tensor x, Tensor y) => Map.Apply(new Sigmoid(), x.AsReadOnlySpan<float>(), y.AsSpan<float>());

    // Parameters without a default get the peer's: threshold(x, 0.1, 20).
    private static Func<Tensor, Tensor> Bind(FunctionDescription function)
    {
        double[] required = [0.1, 20];
        Func<Tensor, int, Tensor> bound = function.Bind([.. function.Parameters.Select((parameter, i) => parameter.Default ?? required[i])]);
        return x => bound(x, -1);
    }
}
