using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Digests.Stress;

/// <summary>Threads whose processors round as native code has told them to: the control register MXCSR of x86-64, through the C library of Linux.</summary>
internal static class Rounding
{
    private const uint DenormalsAreZero = 1 << 6, FlushToZero = 1 << 15;

    private static readonly (string Name, uint Bits)[] Modes =
    [
        ("denormals are zero", DenormalsAreZero), ("flush to zero", FlushToZero), ("both", DenormalsAreZero | FlushToZero),
        ("down", 1 << 13), ("up", 2 << 13), ("to zero", 3 << 13),
    ];

    /// <summary>One line for each mode: whether results depend on the number of threads, and how often they differ from the usual ones.</summary>
    public static IEnumerable<string> Run()
    {
        Parallelism.Threads = 4;
        float[] usual = Compute();
        foreach ((string name, uint bits) in Modes)
        {
            float[] alone = [], together = [];
            bool same = true;
            InMode(bits, () =>
            {
                Parallelism.Threads = 1;
                alone = Compute();
                Parallelism.Threads = 4;
                for (int i = 0; i < 40; i++)
                {
                    together = Compute();
                    same &= Bits(together).SequenceEqual(Bits(alone));
                }
            });
            yield return $"{name}: {(same ? "same" : "different")}, {(Bits(alone).SequenceEqual(Bits(usual)) ? "no effect" : "an effect")}";
        }

        // Blocks that leave such a mode behind on the threads that ran them, this one excepted.
        int caller = Environment.CurrentManagedThreadId, changed = 0;
        using (Barrier all = new(4))
        {
            Parallelism.For(4, _ =>
            {
                all.SignalAndWait();
                if (Environment.CurrentManagedThreadId != caller)
                {
                    Change(DenormalsAreZero | FlushToZero);
                    Interlocked.Increment(ref changed);
                }
            });
        }

        bool right = true;
        for (int i = 0; i < 40; i++)
        {
            right &= Bits(Compute()).SequenceEqual(Bits(usual));
        }

        yield return $"left behind by {changed} blocks: {(right ? "same" : "different")}";
    }

    /// <summary>Products and sums of subnormal and of ordinary numbers, long enough to be shared.</summary>
    private static float[] Compute()
    {
        const int Length = 1 << 18;
        Tensor x = Tensor.From(Numbers(Length)), y = (x * 0.7) + x;
        float[] result = y.ToArray<float>();
        y.Release();
        return result;
    }

    private static float[] Numbers(int length)
    {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++)
        {
            numbers[i] = i % 2 == 0 ? BitConverter.Int32BitsToSingle(1 + (i * 31)) : 1 + (i / 3f);
        }

        return numbers;
    }

    private static ReadOnlySpan<int> Bits(float[] values) => MemoryMarshal.Cast<float, int>(values);

    private static void InMode(uint bits, Action action)
    {
        Thread thread = new(() =>
        {
            byte[] before = Change(bits);
            try
            {
                action();
            }
            finally
            {
                _ = SetEnvironment(before);
            }
        });
        thread.Start();
        thread.Join();
    }

    /// <summary>Sets bits of the register.</summary>
    /// <returns>The environment before.</returns>
    private static byte[] Change(uint bits)
    {
        // The C library's fenv_t: 28 bytes of the old unit's, then the register.
        byte[] before = new byte[64];
        _ = GetEnvironment(before);
        byte[] after = [.. before];
        Span<byte> register = after.AsSpan(28);
        BinaryPrimitives.WriteUInt32LittleEndian(register, BinaryPrimitives.ReadUInt32LittleEndian(register) | bits);
        _ = SetEnvironment(after);
        return before;
    }

    [DllImport("libm.so.6", EntryPoint = "fegetenv"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetEnvironment([Out] byte[] environment);

    [DllImport("libm.so.6", EntryPoint = "fesetenv"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironment([In] byte[] environment);
}
