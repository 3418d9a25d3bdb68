using System.CommandLine;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Benchmarks;
using Hillock.Kernels;

namespace Hillock.Cli.Commands;

/// <summary><c>hillock bench</c>: times the library, with the same cases as the script for its peer.</summary>
internal sealed class BenchCommand : ToolCommand
{
    private static readonly IReadOnlyList<(string Name, Func<IBenchmarkGroup> Create)> Groups =
    [
        ("elementwise", () => new ElementwiseBenchmarks()),
        ("softmax", () => new SoftmaxBenchmarks()),
        ("softmax_backward", () => new SoftmaxBackwardBenchmarks()),
        ("losses", () => new LossBenchmarks()),
        ("losses2", () => new OtherLossBenchmarks()),
        ("gemm", () => new GemmBenchmarks()),
        ("mlp", () => new MlpBenchmarks()),
        ("norms", () => new NormBenchmarks()),
        ("attention", () => new AttentionBenchmarks()),
        ("adaptive", () => new AdaptiveBenchmarks()),
        ("rnn", () => new RecurrentBenchmarks()),
        ("conv", () => new ConvolutionBenchmarks()),
        ("pool", () => new PoolingBenchmarks()),
        ("cnn", () => new CnnBenchmarks()),
        ("inference", () => new InferenceBenchmarks()),
        ("loader", () => new LoaderBenchmarks()),
    ];

    private static readonly int[] DefaultSizes = [1 << 16, 1 << 20, 1 << 24];

    private readonly Argument<string> _group = new("GROUP") { Description = $"The cases to time: {Sequence.Or(Groups.Select(group => group.Name))}." };
    private readonly Option<int> _threads = ToolOption.Whole("--threads", "Threads to use.", 1, 1, Parallelism.MaxThreads);
    private readonly Option<double> _seconds = ToolOption.Positive("--seconds", "Time spent on each case.", "S", 0.3);
    private readonly Option<int[]> _sizes = ToolOption.WholeList("--sizes", "Elements of the cases of elementwise.", "A,B", DefaultSizes, 1 << 30);

    public BenchCommand()
        : base("bench", "Times the library: one JSON line a case, the fastest of many runs.")
    {
        Add(_group);
        Add(_threads);
        Add(_seconds);
        Add(_sizes);
        SetAction(RunAsync);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("hillock bench gemm --threads 2", "Matrix products on two threads."),
        new("hillock bench elementwise --sizes 64,65536 --seconds 0.1", "Every element-wise function, for two sizes."),
    ];

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        string name = result.GetRequiredValue(_group);
        string[] names = Groups.Select(group => group.Name).ToArray();
        int index = Array.FindIndex(names, known => Suggestion.IsSame(known, name));
        if (index < 0)
        {
            throw new CommandException($"GROUP expects {Sequence.Or(names)} but got '{name}'{Suggestion.Hint(name, names)}", ExitCode.Usage);
        }

        Parallelism.Threads = result.GetValue(_threads);
        BenchmarkSettings settings = new(result.GetValue(_seconds), result.GetValue(_sizes) is { Length: > 0 } sizes ? sizes : DefaultSizes);
        foreach (BenchmarkLine line in BenchmarkRunner.Run(Groups[index].Create(), settings, cancellationToken))
        {
            result.InvocationConfiguration.Output.WriteLine(line.ToJson());
            result.InvocationConfiguration.Output.Flush();
        }

        return Task.FromResult(ExitCode.Success);
    }
}
