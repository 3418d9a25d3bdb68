using System.Numerics;
using Hillock.Functional;
using Hillock.Numbers;

namespace Hillock.Digests;

/// <summary>
/// Has the loops of every function of the catalogue compiled at every width, and lists the calls in them that were not inlined: lines
/// <c>loop name count</c> and <c>call name method reason</c>.
/// </summary>
/// <remarks>The process must not compile in tiers, so that a loop is compiled once, where it is first called.</remarks>
internal static class InliningReport
{
    /// <summary>
    /// Kept out of the loop on purpose: the remainder's method, which calls itself with a padded copy, and the reduction of large angles, which is rare and
    /// goes lane by lane.
    /// </summary>
    private static readonly string[] Deliberate = ["Hillock.Kernels.Sweep.Rest", "Hillock.Numbers.LargeAngle.Reduce"];

    public static void Write(TextWriter output)
    {
        List<(DateTime Start, DateTime End, string Name)> loops = [];
        using InliningListener listener = new();
        int widest = VectorWidth.Widest;
        for (int width = widest; width >= 128; width /= 2)
        {
            VectorWidth.Bits = width;
            foreach (ActivationInfo info in ActivationCatalog.All)
            {
                ActivationFunction function = info.Create([.. info.Parameters.Select(parameter => parameter.Default ?? 0.3)]);
                Compile<float>(function, $"{info.Name}/float32/{width}");
                Compile<double>(function, $"{info.Name}/float64/{width}");
            }
        }

        IReadOnlyList<InliningListener.Attempt> attempts = listener.Finish();
        foreach ((DateTime start, DateTime end, string name) in loops)
        {
            InliningListener.Attempt[] own = [.. attempts.Where(attempt => attempt.Time >= start && attempt.Time <= end)];
            output.WriteLine($"loop {name} {own.Length}");
            foreach (InliningListener.Attempt attempt in own.Where(attempt => attempt.Failure is not null && !Deliberate.Contains(attempt.Callee)))
            {
                output.WriteLine($"call {name} {attempt.Callee}: {attempt.Failure}");
            }
        }

        void Compile<TElement>(ActivationFunction function, string name)
            where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        {
            Measure(() => Forward<TElement>(function), name + "/forward");
            Measure(() => Backward<TElement>(function), name + "/backward");
        }

        void Measure(Action run, string name)
        {
            DateTime start = DateTime.UtcNow;
            run();
            loops.Add((start, DateTime.UtcNow, name));
        }
    }

    private static void Forward<TElement>(ActivationFunction function)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(TElement) == typeof(float))
        {
            function.Forward(new float[64], new float[64]);
        }
        else
        {
            function.Forward(new double[64], new double[64]);
        }
    }

    private static void Backward<TElement>(ActivationFunction function)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (typeof(TElement) == typeof(float))
        {
            function.Backward(new float[64], new float[64], new float[64]);
        }
        else
        {
            function.Backward(new double[64], new double[64], new double[64]);
        }
    }
}
