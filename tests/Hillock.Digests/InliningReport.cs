using System.Diagnostics.Tracing;
using System.Numerics;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;

namespace Hillock.Digests;

/// <summary>
/// Has the compiler compile the loops of every function of the catalogue at every width, and lists the calls of the library's numbers and
/// formulas that it did not inline.
/// </summary>
internal static class InliningReport
{
    public static void Write(TextWriter output)
    {
        List<(DateTime Start, DateTime End, string What)> loops = [];
        using JitListener listener = new();
        foreach (int width in (int[])[512, 256, 128])
        {
            if (width > VectorWidth.Widest)
            {
                continue;
            }

            VectorWidth.Bits = width;
            foreach (ActivationInfo info in ActivationCatalog.All)
            {
                ActivationFunction function = info.Create([.. info.Parameters.Select(parameter => parameter.Default ?? 0.3)]);
                Compile(() => Run<float>(function), $"{info.Name}/float32/{width}");
                Compile(() => Run<double>(function), $"{info.Name}/float64/{width}");
            }
        }

        Thread.Sleep(3000);
        output.WriteLine($"events {listener.Total} loops {listener.Loops}");
        foreach (JitListener.Failure failure in listener.Failures)
        {
            string what = loops.FirstOrDefault(loop => loop.Start <= failure.Time && failure.Time <= loop.End).What ?? "?";
            output.WriteLine($"failed {what} {failure.Text}");
        }

        void Compile(Action run, string what)
        {
            DateTime start = DateTime.UtcNow;
            run();
            loops.Add((start, DateTime.UtcNow, what));
        }
    }

    private static void Run<TElement>(ActivationFunction function)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(TElement) == typeof(float))
        {
            float[] x = new float[64];
            function.Forward(x, new float[64]);
            function.Backward(x, x, new float[64]);
        }
        else
        {
            double[] x = new double[64];
            function.Forward(x, new double[64]);
            function.Backward(x, x, new double[64]);
        }
    }
}

/// <summary>Collects the runtime's events of calls that were not inlined.</summary>
internal sealed class JitListener : EventListener
{
    public readonly record struct Failure(DateTime Time, string Text);

    public List<Failure> Failures { get; } = [];

    public int Total { get; private set; }

    public int Loops { get; private set; }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)0x1000);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs e)
    {
        Total++;
        if (e.EventName is not ("MethodJitInliningFailed" or "MethodJitInliningSucceeded"))
        {
            if (Total < 20) Console.WriteLine($"{e.EventName} {string.Join(" | ", e.PayloadNames!)}");
            return;
        }

        string Field(string name) => e.Payload![e.PayloadNames!.IndexOf(name)]?.ToString() ?? "";
        if (Field("MethodBeingCompiledNamespace").StartsWith("Hillock.Kernels.Sweep") && Field("MethodBeingCompiledName") == "Loop")
        {
            Loops++;
            if (e.EventName == "MethodJitInliningFailed")
            Failures.Add(new(e.TimeStamp, string.Join(" | ", e.PayloadNames!.Zip(e.Payload!).Select(p => $"{p.First}={p.Second}"))));
        }
    }
}
