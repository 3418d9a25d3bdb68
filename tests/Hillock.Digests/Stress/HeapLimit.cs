using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Digests.Stress;

/// <summary>What fits the heap's limit must run, however much of it the pool keeps free: <c>DOTNET_GCHeapHardLimit</c> sets the limit.</summary>
internal static class HeapLimit
{
    private static long Limit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Minibatches of changing size, whose tensors take up to a third of the limit.</summary>
    public static IEnumerable<string> Batches()
    {
        const int Width = 64;
        Random random = new(3);
        Tensor w = Tensor.Full([Width, Width], 1.0 / Width).WithGradient();
        int most = (int)(Limit / 3 / 4 / Width / 4), wrong = 0;
        for (int i = 0; i < 120; i++)
        {
            // Every size of the pool is asked for at some time.
            int rows = Math.Max(1, (int)(most * Math.Pow(random.NextDouble(), 3)));
            using (TensorPool.BeginTidy())
            {
                Tensor y = F.MatMul(Tensor.Ones([rows, Width]), w);
                F.Sum(y * y).Backward();
                wrong += Math.Abs(w.Gradient![0, 0].Item<float>() - (2f * rows)) > 0.001f * rows ? 1 : 0;
                w.ZeroGrad();
            }

            // And without a scope.
            Tensor z = F.Relu(Tensor.Full([rows, Width], 2));
            wrong += z[rows - 1, 3].Item<float>() == 2 ? 0 : 1;
        }

        return [$"wrong {wrong}", $"limit {Limit}"];
    }

    /// <summary>Small tensors, which are no buffers of the pool, in more memory than the pool leaves them.</summary>
    public static IEnumerable<string> Small()
    {
        Fill(0.45);
        List<Tensor> small = [];
        for (long bytes = 0; bytes < 0.7 * Limit; bytes += 2000)
        {
            small.Add(Tensor.Full(490, small.Count % 1000));
        }

        return [$"wrong {small.Index().Count(static item => item.Item[489].Item<float>() != item.Index % 1000)}", $"limit {Limit}"];
    }

    /// <summary>One tensor too large for the pool, of more memory than the pool leaves it.</summary>
    public static IEnumerable<string> Huge()
    {
        Fill(0.45);
        Tensor huge = Tensor.Empty([(1 << 28) + (1 << 24)]);
        huge[5].Fill(3);
        return [$"wrong {(huge[5].Item<float>() == 3 ? 0 : 1)}", $"limit {Limit}"];
    }

    /// <summary>Too much for any heap of that limit is refused in words, and the pool works on.</summary>
    public static IEnumerable<string> TooMuch()
    {
        List<Tensor> held = [];
        string message = "none";
        try
        {
            while (true)
            {
                held.Add(Tensor.Empty(1 << 20));
            }
        }
        catch (OutOfMemoryException exception)
        {
            message = exception.Message;
        }

        int count = held.Count;
        held.Clear();
        Tensor x = Tensor.Full(1 << 20, 2), y = x * x;
        return [$"message {message}", $"held {(double)count * (4 << 20) / Limit}", $"wrong {(y[12345].Item<float>() == 4 ? 0 : 1)}"];
    }

    /// <summary>Makes a part of the limit the pool's free buffers.</summary>
    private static void Fill(double part)
    {
        List<Tensor> held = [];
        for (long bytes = 0; bytes < part * Limit; bytes += 1 << 20)
        {
            held.Add(Tensor.Empty(1 << 18));
        }

        held.ForEach(static tensor => tensor.Release());
        if (TensorPool.FreeBytes < 0.9 * part * Limit)
        {
            throw new InvalidOperationException($"The pool keeps {TensorPool.FreeBytes} bytes, too few for the test.");
        }
    }
}
