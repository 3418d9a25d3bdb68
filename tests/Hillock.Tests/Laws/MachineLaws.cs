using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Activations;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Laws;

/// <summary>
/// The bits of every result and both gradients depend on the elements alone: not on where they stand in memory, nor on the width of vectors, nor on
/// the number of threads.
/// </summary>
/// <remarks>
/// The switch of the width does not reach every kernel: sums, softmaxes, norms and products take the widest vectors there are. Processes without these
/// instructions, of <c>ChildProcesses</c>, compare those.
/// </remarks>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class MachineLaws
{
    private const int Long = 1000;

    public static TheoryData<string, DataType> Subjects => TensorLaws.Subjects;

    [Theory]
    [MemberData(nameof(Subjects))]
    public void PlaceAndWidth_DoNotMatter(string file, DataType type)
    {
        var faults = new Faults();
        foreach (LawCase one in TensorLaws.Cases(file, type))
        {
            TensorFunction function = TensorFunctions.All[one.Call];
            Tensor[] inputs = one.Inputs(), copies = [.. inputs.Select(x => x.Clone())];
            double[][] expected = LawRun.Of(one, function, inputs).ToArrays(one, inputs);
            CheckMemory(faults, one, function, inputs, copies);
            foreach ((string name, Func<Tensor, Tensor> layout) in one.Length > Long ? Layouts.All.Take(1) : IsNarrow(type) ? Layouts.All.Take(2) : Layouts.All)
            {
                Tensor[] views = [.. inputs.Select(layout)];
                AddDifference(faults, one, name, expected, LawRun.Of(one, function, views).ToArrays(one, views));
            }

            Tensor[] expanded = [.. inputs.Select((x, i) => one.Kinds[i] == 'x' ? Layouts.Repeated(x) : x)];
            Tensor[] repeated = [.. expanded.Select(x => x.Clone())];
            AddDifference(
                faults, one, "expanded", LawRun.Of(one, function, repeated).ToArrays(one, repeated), LawRun.Of(one, function, expanded).ToArrays(one, expanded));
            if (!IsNarrow(type))
            {
                // What 16-bit types are computed in is checked.
                CheckWidths(faults, one, function, inputs, expected);
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{faults}");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void NumberOfThreads_DoesNotMatter(string file, DataType type)
    {
        var faults = new Faults();
        int before = Parallelism.Threads;
        try
        {
            foreach (LawCase one in TensorLaws.Cases(file, type).Where(one => one.Length > Long))
            {
                Tensor[] inputs = one.Inputs();
                double[][]? expected = null;
                for (int threads = 1; threads <= 3; threads++)
                {
                    Parallelism.Threads = threads;
                    double[][] actual = LawRun.Of(one, TensorFunctions.All[one.Call], inputs).ToArrays(one, inputs);
                    expected ??= actual;
                    AddDifference(faults, one, $"{threads} threads", expected, actual);
                }
            }
        }
        finally
        {
            Parallelism.Threads = before;
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{faults}");
    }

    private static bool IsNarrow(DataType type) => type is DataType.Float16 or DataType.BFloat16;

    /// <summary>The arguments stay as they are, and the result has memory of its own.</summary>
    private static void CheckMemory(Faults faults, LawCase one, TensorFunction function, Tensor[] inputs, Tensor[] copies)
    {
        Tensor y = function.Apply(inputs);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (LawSubject.FirstDifference(LawRun.Doubles(inputs[i]), LawRun.Doubles(copies[i])) >= 0)
            {
                faults.Add($"{one}: input {i} has changed");
            }

            if (!function.IsView && ReferenceEquals(y.Storage, inputs[i].Storage))
            {
                faults.Add($"{one}: the result is a view of input {i}");
            }
        }
    }

    private static void CheckWidths(Faults faults, LawCase one, TensorFunction function, Tensor[] inputs, double[][] expected)
    {
        foreach (int width in WidthScope.All.Where(width => width < VectorWidth.Widest && (width == 0 || one.Length <= Long)))
        {
            using WidthScope scope = new(width);
            AddDifference(faults, one, $"{width} bits", expected, LawRun.Of(one, function, inputs).ToArrays(one, inputs));
        }
    }

    private static void AddDifference(Faults faults, LawCase one, string way, double[][] expected, double[][] actual)
    {
        for (int part = 0; part < expected.Length; part++)
        {
            int i = LawSubject.FirstDifference(expected[part], actual[part]);
            if (i >= 0)
            {
                int differentiable = (expected.Length - 1) / 2;
                string what = part == 0 ? "value" : part <= differentiable ? $"gradient {part - 1}" : $"second gradient {part - 1 - differentiable}";
                faults.Add(FormattableString.Invariant($"{one}, {way}: {what}[{i}] is {actual[part].ElementAtOrDefault(i):R} rather than {expected[part].ElementAtOrDefault(i):R}"));
            }
        }
    }
}
