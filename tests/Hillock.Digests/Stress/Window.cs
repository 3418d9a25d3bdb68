using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Digests.Stress;

/// <summary>
/// Forces what otherwise takes luck: whenever a thread is about to change the pool, with its last references to a tensor given up, has made a span, or
/// takes part in a parallel operation, a garbage collection runs and the pool takes back what it found dead. No buffer may have two owners afterwards, no
/// free one may have been written to, and no result may change.
/// </summary>
internal static class Window
{
    private const int Length = 3000;

    [ThreadStatic]
    private static bool IsInside;

    private static int Collections;

    private static readonly Tensor X = Tensor.From(Inputs.Moderate(40 * 30, 30, 1), [40, 30]);
    private static readonly Tensor Wide = Tensor.From(Inputs.Moderate(3 * 40_000, 30, 3), [3, 40_000]);
    private static readonly Tensor Targets = Tensor.From(Enumerable.Range(0, 40).Select(static i => (long)(i * i % 700)).ToArray());

    private static readonly (string Name, Func<double[]> Run)[] Places =
    [
        ("Tensor.Release", Release),
        ("Tensor.AsSpan", () => Exposed(static tensor => tensor.AsSpan<float>())),
        ("Tensor.AsReadOnlySpan", () => Exposed(static tensor => tensor.AsReadOnlySpan<float>())),
        ("Tensor.AsTensorSpan", () => Exposed(static tensor => MemoryMarshal.CreateSpan(ref tensor.AsTensorSpan<float>().GetPinnableReference(), Length))),
        ("Tensor.AsReadOnlyTensorSpan", () => Exposed(static tensor =>
            MemoryMarshal.CreateReadOnlySpan(in tensor.AsReadOnlyTensorSpan<float>().GetPinnableReference(), Length))),
        ("Tensor.ZeroGrad", ZeroGrad),
        ("TensorPool.Tidy", () => TensorPool.Tidy(() => F.Sum(F.Exp(X) * X + F.Exp(X)).ToArray<double>())),
        ("F.Apply", () => Gradients(static x => F.Sum(F.Gelu(x) * F.Silu(x)))),
        ("F.LinearCrossEntropy", () => Gradients(static x => InTiles(x, Reduction.Mean))),
        ("F.LinearCrossEntropy backward", () => Gradients(static x => F.Sum(InTiles(x, Reduction.None)))),
        ("F.LinearCrossEntropy backward, graph retained", () =>
        {
            Tensor x = X.Clone().WithGradient();
            F.Sum(InTiles(x, Reduction.None)).Backward(retainGraph: true);
            return x.Gradient!.ToArray<double>();
        }),
        ("F.LayerNorm without gradients", () => F.LayerNorm(Wide, 40_000).ToArray<double>()),
        ("F.LayerNorm backward, graph retained", () =>
        {
            Tensor x = Wide.Clone().WithGradient(), w = Tensor.Ones(40_000).WithGradient();
            F.Sum(F.LayerNorm(x, 40_000, w) * Wide).Backward(retainGraph: true);
            return [.. x.Gradient!.ToArray<double>(), .. w.Gradient!.ToArray<double>()];
        }),
        ("Optimizer.Step, the optimizer forgotten", () =>
        {
            Tensor x = Wide.Clone().WithGradient();
            F.Sum(x * x).Backward();
            new Adam([x], 0.01).Step();
            return x.ToArray<double>();
        }),
        ("AdaptiveLogSoftmaxWithLoss", () => Gradients(static x => new AdaptiveLogSoftmaxWithLoss(30, 700, [50, 300], random: new RandomSource(1)).Forward(x, Targets).Loss)),
        ("F.ScaledDotProductAttention", () => Gradients(static x => F.Sum(F.ScaledDotProductAttention(x, x.Transpose().Transpose(), x.Contiguous())))),
        ("F.Softmax of columns", () => Gradients(static x => F.Sum(F.Softmax(x.Transpose(), 0) * x.Transpose()))),
    ];

    private delegate ReadOnlySpan<float> Exposure(Tensor tensor);

    /// <summary>One line for each place.</summary>
    public static IEnumerable<string> Run()
    {
        foreach ((string name, Func<double[]> run) in Places)
        {
            double[] expected = run();
            Collections = 0;
            StressHooks.BeforeGate = StressHooks.AtSpan = StressHooks.AtFork = Collect;
            string outcome;
            try
            {
                outcome = run().AsSpan().SequenceEqual(expected) ? "ok" : "another result";
            }
#pragma warning disable CA1031 // Whatever it throws is the outcome.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                outcome = exception.ToString().ReplaceLineEndings(" ");
            }

            StressHooks.BeforeGate = StressHooks.AtSpan = StressHooks.AtFork = null;
            yield return $"{name}: {(outcome != "ok" ? outcome : Collections == 0 ? "no collection came between" : Twice() ?? "ok")}";
        }
    }

    private static void Collect()
    {
        if (!IsInside)
        {
            IsInside = true;
            Interlocked.Increment(ref Collections);
            GC.Collect();
            TensorPool.Scan();
            IsInside = false;
        }
    }

    /// <summary>What is wrong with the pool: of as many tensors as it may have buffers, two that share one.</summary>
    private static string? Twice()
    {
        foreach (int length in (int[])[Length, 40 * 30, 700, 700 * 30, 40_000, 120_000])
        {
            Tensor[] tensors = [.. Enumerable.Range(0, 60).Select(_ => Tensor.Empty(length))];
            for (int i = 0; i < tensors.Length; i++)
            {
                tensors[i].Fill(i);
            }

            for (int i = 0; i < tensors.Length; i++)
            {
                if (tensors[i][length - 1].Item<float>() != i)
                {
                    return $"two tensors of {length} elements share memory";
                }
            }
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double[] Release()
    {
        for (int i = 0; i < 5; i++)
        {
            Tensor.Empty(Length).Release();
        }

        return [];
    }

    /// <summary>A span outlives its tensor, whatever others fill the memory of dead ones with.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double[] Exposed(Exposure expose)
    {
        ReadOnlySpan<float> span = expose(Tensor.Full(Length, 7));
        for (int i = 0; i < 50; i++)
        {
            Tensor.Full(Length, -1);
        }

        return [.. span.ToArray()];
    }

    private static double[] ZeroGrad()
    {
        Tensor x = X.Clone().WithGradient();
        for (int i = 0; i < 3; i++)
        {
            F.Sum(F.Exp(x)).Backward();
            x.ZeroGrad();
        }

        return [];
    }

    private static double[] Gradients(Func<Tensor, Tensor> loss)
    {
        Tensor x = X.Clone().WithGradient();
        Tensor y = loss(x);
        y.Backward();
        return [.. y.ToArray<double>(), .. x.Gradient!.ToArray<double>()];
    }

    private static Tensor InTiles(Tensor x, Reduction reduction) => F.LinearCrossEntropyInTiles(
        LinearCrossEntropyPlan.OfWholeRows(40, 700) with { RowsEach = 16 }, x, Weight(700, 30), null, Targets, 40, reduction, -100, null, 0, default);

    private static Tensor Weight(int rows, int columns) => Tensor.From(Inputs.Moderate(rows * columns, 32, 2), [rows, columns]).WithGradient();
}
