namespace Hillock.Cli.Benchmarks;

/// <summary>Cases that belong together.</summary>
internal interface IBenchmarkGroup
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>The cases, each made when it is asked for, so that only one keeps its data.</summary>
    IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings);

    /// <summary>
    /// Runs the code of all cases on little data, so that it is compiled to its final form before anything is measured:
    /// a large case alone would not run often enough.
    /// </summary>
    void WarmUp();
}
