using System.Diagnostics.Tracing;

namespace Hillock.Digests;

/// <summary>Collects what the runtime tells of the calls in a sweep's loop: inlined or not.</summary>
internal sealed class InliningListener : EventListener
{
    private const EventKeywords JitTracing = (EventKeywords)0x1000;

    private readonly List<Attempt> _attempts = [];

    /// <summary>One call and, where it was not inlined, why.</summary>
    public readonly record struct Attempt(DateTime Time, string Callee, string? Failure);

    /// <summary>Waits until no more events come, which are delivered by a thread of the runtime's.</summary>
    public IReadOnlyList<Attempt> Finish()
    {
        for (int seen = -1; ;)
        {
            Thread.Sleep(500);
            lock (_attempts)
            {
                if (_attempts.Count == seen)
                {
                    return [.. _attempts];
                }

                seen = _attempts.Count;
            }
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, JitTracing);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        bool failed = eventData.EventName == "MethodJitInliningFailed";
        if (!failed && eventData.EventName != "MethodJitInliningSucceeded")
        {
            return;
        }

        if (Field("MethodBeingCompiledNamespace") == "Hillock.Kernels.Sweep" && Field("MethodBeingCompiledName") == "Loop")
        {
            lock (_attempts)
            {
                _attempts.Add(new(eventData.TimeStamp, $"{Field("InlineeNamespace")}.{Field("InlineeName")}", failed ? Field("FailReason") : null));
            }
        }

        string Field(string name) => eventData.Payload![eventData.PayloadNames!.IndexOf(name)]?.ToString() ?? "";
    }
}
