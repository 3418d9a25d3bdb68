using System.Diagnostics;
using Hillock.Tests.Progress;
using Xunit;

[assembly: AssemblyFixture(typeof(Heartbeat))]

namespace Hillock.Tests.Progress;

/// <summary>A line every fifteen seconds while tests run, so that minutes are not silent; <c>xunit.runner.json</c> lets it through.</summary>
public sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    private readonly Timer _timer;

    /// <summary>Begins when the first test does.</summary>
    public Heartbeat()
    {
        ITestContext context = TestContext.Current;
        long start = Stopwatch.GetTimestamp();
        _timer = new Timer(_ => context.SendDiagnosticMessage(TestsUnderWay.Describe(Stopwatch.GetElapsedTime(start))), null, Period, Period);
    }

    /// <summary>Ends with the last test.</summary>
    public void Dispose() => _timer.Dispose();
}
