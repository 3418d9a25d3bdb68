using System.Diagnostics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Digests.Stress;

/// <summary>Many threads at once for some time, and what came out wrong.</summary>
internal static class Storms
{
    /// <summary>Threads that release what others may get, while each new buffer costs a collection.</summary>
    public static IEnumerable<string> Release(TimeSpan time)
    {
        TensorPool.CollectionBudget = 0;
        long rounds = 0, wrong = 0;
        string? failure = Together(6, time, (thread, round) =>
        {
            // Lengths of one class, or of another now and then.
            int length = 600 + (thread * 7) + (round % 50 == 0 ? 5000 : 0);
            Tensor x = Tensor.Full(length, thread + 1);
            Tensor.Empty(length).Release();
            Tensor y = x * x;
            float expected = (thread + 1) * (thread + 1);
            foreach (float value in y.AsReadOnlySpan<float>())
            {
                if (value != expected)
                {
                    Interlocked.Increment(ref wrong);
                    break;
                }
            }

            x.Release();
            Interlocked.Increment(ref rounds);
        });
        yield return $"failure {failure ?? "none"}";
        yield return $"wrong {wrong}";
        yield return $"rounds {rounds}";
    }

    /// <summary>Threads that train and infer beside one that collects, compared with what one thread alone computes.</summary>
    /// <param name="time">How long.</param>
    /// <param name="interrupts">Whether the threads are interrupted all the time.</param>
    public static IEnumerable<string> Training(TimeSpan time, bool interrupts)
    {
        const int Threads = 10;
        int parallel = Parallelism.Threads;
        Parallelism.Threads = 1;
        string[] expected = [.. Enumerable.Range(0, TrainingProgram.Variants).Select(TrainingProgram.Run)];
        Parallelism.Threads = Math.Max(3, parallel);

        long rounds = 0, wrong = 0, interrupted = 0, sent = 0;
        bool over = false;
        Thread?[] threads = new Thread?[Threads];
        List<(long Pool, long Heap)> memory = [];
        Stopwatch watch = Stopwatch.StartNew();
        Thread collector = new(() =>
        {
            Random random = new(1);
            long next = 0;
            for (int i = 0; !Volatile.Read(ref over); i++)
            {
                GC.Collect(random.Next(3), GCCollectionMode.Forced, blocking: random.Next(2) == 0);
                switch (random.Next(8))
                {
                    case 0:
                        TensorPool.Trim();
                        break;
                    case 1:
                        TensorPool.CollectionBudget = (long)random.Next(3) << 20;
                        break;
                    case 2:
                        Parallelism.Threads = 1 + random.Next(5);
                        break;
                }

                if (watch.ElapsedMilliseconds >= next)
                {
                    memory.Add((TensorPool.TotalBytes, GC.GetTotalMemory(false)));
                    next += 250;
                }

                Thread.Sleep(random.Next(4));
            }
        });
        Thread interrupter = new(() =>
        {
            Random random = new(2);
            while (!Volatile.Read(ref over))
            {
                if (Volatile.Read(ref threads[random.Next(Threads)]) is { } thread)
                {
                    thread.Interrupt();
                    sent++;
                }

                Thread.SpinWait(random.Next(20_000));
                if (random.Next(10) == 0)
                {
                    Thread.Sleep(1);
                }
            }
        });
        collector.Start();
        if (interrupts)
        {
            interrupter.Start();
        }

        string? failure = Together(Threads, time, (thread, round) =>
        {
            Volatile.Write(ref threads[thread], Thread.CurrentThread);
            try
            {
                if (TrainingProgram.Run((thread + round) % TrainingProgram.Variants) != expected[(thread + round) % TrainingProgram.Variants])
                {
                    Interlocked.Increment(ref wrong);
                }

                Interlocked.Increment(ref rounds);
                if (interrupts)
                {
                    Thread.Sleep(0);
                }
            }
            catch (ThreadInterruptedException) when (interrupts)
            {
                Interlocked.Increment(ref interrupted);
            }
        }, () =>
        {
            Volatile.Write(ref over, true);
            collector.Join();
            if (interrupts)
            {
                interrupter.Join();
            }
        });

        yield return $"failure {failure ?? "none"}";
        yield return $"wrong {wrong}";
        yield return $"rounds {rounds}";
        yield return $"sent {sent}";
        yield return $"interrupted {interrupted}";
        yield return $"memory {Growth(memory, static sample => sample.Pool)} {Growth(memory, static sample => sample.Heap)}";
        Parallelism.Threads = parallel;
    }

    /// <summary>How much more the last third of the time held at most than the second: nothing grows with time where it is flat.</summary>
    private static long Growth(List<(long Pool, long Heap)> memory, Func<(long Pool, long Heap), long> of)
    {
        int third = memory.Count / 3;
        return memory[(2 * third)..].Max(of) - memory[third..(2 * third)].DefaultIfEmpty(memory[0]).Max(of);
    }

    /// <summary>Runs the work again and again on some threads.</summary>
    /// <returns>What one of them threw; null if nothing.</returns>
    private static string? Together(int count, TimeSpan time, Action<int, int> work, Action? after = null)
    {
        string? failure = null;
        Stopwatch watch = Stopwatch.StartNew();
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            try
            {
                for (int round = 0; watch.Elapsed < time && failure is null; round++)
                {
                    work(number, round);
                }
            }
#pragma warning disable CA1031 // Whatever it throws is the outcome.
            catch (Exception exception) when (exception is not ThreadInterruptedException)
#pragma warning restore CA1031
            {
                failure = exception.ToString().ReplaceLineEndings(" ");
            }
            catch (ThreadInterruptedException)
            {
                // The last of them came between two rounds.
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        after?.Invoke();
        return failure;
    }
}
