namespace Hillock.Tests.Training.SparseCoding;

/// <summary>Hears reports at once, on the thread that makes them.</summary>
internal sealed class Recorder<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
