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
public class MachineLaws
{
    public static TheoryData<string, DataType> Subjects => TensorLaws.Subjects;

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Views_GiveTheSameBits(string file, DataType type) => ForEach(file, type, (one, function, inputs, expected, faults) =>
    {
        foreach ((string name, Func<Tensor, Tensor> layout) in one.Length > 1000 ? Layouts.All.Take(2) : Layouts.All)
        {
            Tensor[] views = [.. inputs.Select(layout)];
            AddDifference(faults, one, name, expected, LawRun.Of(one, function, views).ToArrays(one, views));
        }
    });

    [Theory]
    [MemberData(nameof(Subjects))]
    public void ExpandedViews_GiveTheBitsOfTheirCopies(string file, DataType type) => ForEach(file, type, (one, function, inputs, _, faults) =>
    {
        Tensor[] views = [.. inputs.Select((x, i) => one.Kinds[i] == 'x' ? Layouts.Repeated(x) : x)];
        Tensor[] copies = [.. views.Select(x => x.Clone())];
        double[][] expected = LawRun.Of(one, function, copies).ToArrays(one, copies);
        AddDifference(faults, one, "expanded", expected, LawRun.Of(one, function, views).ToArrays(one, views));
    });

    [Theory]
    [MemberData(nameof(Subjects))]
    public void EveryWidth_GivesTheSameBits(string file, DataType type) => ForEach(file, type, (one, function, inputs, expected, faults) =>
    {
        int before = VectorWidth.Bits;
        try
        {
            foreach (int width in LawSubject.Widths)
            {
                VectorWidth.Bits = width;
                AddDifference(faults, one, $"{width} bits", expected, LawRun.Of(one, function, inputs).ToArrays(one, inputs));
            }
        }
        finally
        {
            VectorWidth.Bits = before;
        }
    });

    [Theory]
    [MemberData(nameof(Subjects))]
    public void EveryNumberOfThreads_GivesTheSameBits(string file, DataType type) => ForEach(
        file,
        type,
        (one, function, inputs, expected, faults) =>
        {
            int before = Parallelism.Threads;
            try
            {
                for (int threads = 1; threads <= 3; threads++)
                {
                    Parallelism.Threads = threads;
                    AddDifference(faults, one, $"{threads} threads", expected, LawRun.Of(one, function, inputs).ToArrays(one, inputs));
                }
            }
            finally
            {
                Parallelism.Threads = before;
            }
        },
        one => one.Length > 1000);

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Inputs_StayAsTheyAre_AndResultsHaveMemoryOfTheirOwn(string file, DataType type)
    {
        var faults = new Faults();
        foreach (LawCase one in TensorLaws.Cases(file, type))
        {
            TensorFunction function = TensorFunctions.All[one.Call];
            Tensor[] inputs = one.Inputs();
            Tensor[] copies = [.. inputs.Select(x => x.Clone())];
            Tensor y = function.Apply(inputs);
            LawRun.Of(one, function, inputs);
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

        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{faults}");
    }

    private delegate void Check(LawCase one, TensorFunction function, Tensor[] inputs, double[][] expected, Faults faults);

    private static void ForEach(string file, DataType type, Check check, Func<LawCase, bool>? where = null)
    {
        var faults = new Faults();
        foreach (LawCase one in TensorLaws.Cases(file, type).Where(where ?? (_ => true)))
        {
            TensorFunction function = TensorFunctions.All[one.Call];
            Tensor[] inputs = one.Inputs();
            check(one, function, inputs, LawRun.Of(one, function, inputs).ToArrays(one, inputs), faults);
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{faults}");
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
