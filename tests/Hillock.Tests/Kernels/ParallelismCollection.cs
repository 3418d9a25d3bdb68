using Hillock.Kernels;
using Xunit;

namespace Hillock.Tests.Kernels;

/// <summary>Tests that set the process-wide number of threads: they run one after the other, beside no other test.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ParallelismCollection
{
    public const string Name = "Threads";
}

/// <summary>Sets <see cref="Parallelism.Threads"/> until disposed.</summary>
internal sealed class ThreadScope : IDisposable
{
    private readonly int _before = Parallelism.Threads;

    public ThreadScope(int threads) => Parallelism.Threads = threads;

    public void Dispose() => Parallelism.Threads = _before;
}
