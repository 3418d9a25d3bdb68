using Hillock.Numbers;

namespace Hillock.Tests.Kernels;

/// <summary>
/// Sets <see cref="VectorWidth.Bits"/> until disposed. One at a time: a test of another thread would compare the width with itself otherwise.
/// </summary>
internal sealed class WidthScope : IDisposable
{
    private static readonly Lock Gate = new();

    private readonly int _before;

    /// <param name="bits">The width; the widest that the processor has where it is more.</param>
    public WidthScope(int bits)
    {
        Gate.Enter();
        _before = VectorWidth.Bits;
        VectorWidth.Bits = Math.Min(bits, VectorWidth.Widest);
    }

    /// <summary>The widths in bits that the processor has; 0 is the scalar path.</summary>
    public static int[] All { get; } = [.. new[] { 0, 128, 256, 512 }.Where(width => width <= VectorWidth.Widest)];

    public void Dispose()
    {
        VectorWidth.Bits = _before;
        Gate.Exit();
    }
}
