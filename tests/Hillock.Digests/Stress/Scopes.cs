using Hillock.Tensors;

namespace Hillock.Digests.Stress;

/// <summary>Scopes in one another, ended early, twice, out of order and by exceptions, against a list of what must be released.</summary>
internal static class Scopes
{
    public static IEnumerable<string> Run(TimeSpan time)
    {
        long end = Environment.TickCount64 + (long)time.TotalMilliseconds;
        int rounds = 0, tensors = 0;
        List<string> faults = [];
        while (Environment.TickCount64 < end && faults.Count == 0)
        {
            Random random = new(rounds++);
            List<Tensor> kept = Level(random, 0, faults, ref tensors);
            if (kept.Any(static tensor => tensor.IsReleased))
            {
                faults.Add("a kept tensor was released");
            }

            // No scope is open any more.
            Tensor free = Tensor.Ones(3000);
            TensorPool.BeginTidy().Dispose();
            if (free.IsReleased)
            {
                faults.Add("a tensor outside of all scopes was released");
            }
        }

        return [$"failure {(faults.Count == 0 ? "none" : faults[0])}", $"rounds {rounds}", $"tensors {tensors}"];
    }

    /// <summary>What is kept beyond this level.</summary>
    private static List<Tensor> Level(Random random, int depth, List<string> faults, ref int tensors)
    {
        List<Tensor> mine = [], kept = [];
        using TidyScope scope = TensorPool.BeginTidy();
        for (int i = random.Next(12); i > 0; i--)
        {
            switch (random.Next(6))
            {
                case 0 when depth < 6:
                    mine.AddRange(Level(random, depth + 1, faults, ref tensors));
                    break;
                case 1 when mine.Count > 0:
                    kept.Add(scope.Keep(mine[random.Next(mine.Count)]));
                    break;
                case 2:
                    OutOfOrder(scope, faults);
                    break;
                case 3 when depth < 6:
                    Thrown(random, depth, faults, ref tensors);
                    break;
                default:
                    mine.Add(Tensor.Ones(random.Next(2) == 0 ? 10 : 1000));
                    tensors++;
                    break;
            }
        }

        if (mine.Any(static tensor => tensor.IsReleased))
        {
            faults.Add("a tensor was released before its scope ended");
        }

        TidyScope copy = scope;
        copy.Dispose();
        if (mine.Any(tensor => tensor.IsReleased == kept.Contains(tensor)))
        {
            faults.Add("at the end of a scope, not the tensors were released that were not kept");
        }

        // The memory of the scope that has ended serves the next one, which must not end with it, nor lose its tensors.
        using TidyScope next = TensorPool.BeginTidy();
        Tensor later = Tensor.Ones(1000);
        scope.Dispose();
        copy.Dispose();
        Tensor latest = Tensor.Ones(1000);
        if (later.IsReleased)
        {
            faults.Add("the end of an ended scope released a later scope's tensor");
        }

        next.Dispose();
        if (!later.IsReleased || !latest.IsReleased)
        {
            faults.Add("a scope that was opened beside an ended one kept its tensors");
        }

        return kept;
    }

    private static void OutOfOrder(TidyScope outer, List<string> faults)
    {
        using TidyScope inner = TensorPool.BeginTidy();
        Tensor tensor = Tensor.Ones(1000);
        try
        {
            outer.Dispose();
            faults.Add("a scope ended before the one in it");
        }
        catch (InvalidOperationException)
        {
            if (tensor.IsReleased)
            {
                faults.Add("a refusal released a tensor");
            }
        }
    }

    private static void Thrown(Random random, int depth, List<string> faults, ref int tensors)
    {
        Tensor? inside = null;
        try
        {
            using TidyScope scope = TensorPool.BeginTidy();
            inside = Tensor.Ones(2000);
            Level(random, depth + 1, faults, ref tensors);
            throw new TimeoutException();
        }
        catch (TimeoutException)
        {
            if (!inside!.IsReleased)
            {
                faults.Add("an exception left a scope open");
            }
        }
    }
}
