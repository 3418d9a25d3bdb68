using System.Runtime.Intrinsics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Convolutions and their derivatives of contiguous <c>x[n, c, ...]</c>, <c>w[o, c, ...]</c> and <c>y[n, o, ...]</c> of float or double.</summary>
/// <remarks>
/// <para>All three are products with an implicit matrix of shifted elements. A strip of the source is copied once, with its padding, to where every tap finds
/// neighbouring places side by side; where that would waste too many lanes, tiles of the matrix are gathered. Each element of a result is one chain
/// of fused multiply-adds, over ascending (channel, kernel element) for x and y, over ascending (n, place) for w. Bits depend neither on threads nor on
/// the vector width, and those of x and y not on the batch.</para>
/// <para>Padding takes part as zeros where it lies beside the source of the pass, so that an infinite weight makes a NaN there.</para>
/// </remarks>
internal static unsafe class Convolution
{
    // Multiply-adds below which a second thread costs more than it brings.
    private const long ParallelThreshold = 400_000;

    // Results that a second-level cache holds are still there for the next operation, and steps on short planes are mostly calls.
    private const int LeastStepBytes = 1 << 20;
    private const int LeastStepPlane = 512;

    // Blocks for each thread: they even out uneven cores.
    private const int BlocksPerThread = 4;

    /// <summary>Whether steps on the output's blocks take less time than on the whole output.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="elementBytes">The bytes of an element.</param>
    internal static bool StepsPay(ConvolutionGeometry geometry, int elementBytes)
    {
        long plane = geometry.OutputVolume;
        return BlockStep.PaysAlways || (plane >= LeastStepPlane && plane * geometry.Batch * geometry.OutputChannels * elementBytes >= LeastStepBytes);
    }

    /// <summary>The convolution: y from x, w and the bias, which may be empty; and the steps that follow on y, or null.</summary>
    internal static void Output<T>(
        ConvolutionGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> y, int vectorBits, BlockStep[]? steps = null)
        where T : unmanaged
    {
        if (y.Length == 0)
        {
            return;
        }

        fixed (T* xStart = x, wStart = w, biasStart = bias, yStart = y)
        {
            Run(Forward(geometry, xStart, wStart, biasStart, yStart, steps), vectorBits);
        }
    }

    /// <summary>The transposed convolution: x from y, w and the bias, which may be empty.</summary>
    internal static void Input<T>(
        ConvolutionGeometry geometry, ReadOnlySpan<T> y, ReadOnlySpan<T> w, ReadOnlySpan<T> bias, Span<T> x, int vectorBits)
        where T : unmanaged
    {
        if (x.Length == 0)
        {
            return;
        }

        fixed (T* xStart = x, wStart = w, biasStart = bias, yStart = y)
        {
            int volume = geometry.KernelVolume;
            for (int phaseZ = 0; phaseZ < Math.Min(geometry.Z.Stride, geometry.Z.Input); phaseZ++)
            {
                for (int phaseY = 0; phaseY < Math.Min(geometry.Y.Stride, geometry.Y.Input); phaseY++)
                {
                    for (int phaseX = 0; phaseX < Math.Min(geometry.X.Stride, geometry.X.Input); phaseX++)
                    {
                        ConvolutionPass<T> pass = new ConvolutionPass<T>(
                            ConvolutionWalk.Transposed(geometry.Z, phaseZ), ConvolutionWalk.Transposed(geometry.Y, phaseY),
                            ConvolutionWalk.Transposed(geometry.X, phaseX), geometry.Y.Kernel, geometry.X.Kernel)
                        {
                            Batch = geometry.Batch,
                            Groups = geometry.Groups,
                            Sources = geometry.GroupOutputs,
                            Targets = geometry.GroupInputs,
                            Source = yStart,
                            Target = xStart,
                            Bias = biasStart,
                            Weight = wStart,
                            WeightTarget = volume,
                            WeightSource = (nint)geometry.GroupInputs * volume,
                            WeightGroup = (nint)geometry.GroupOutputs * geometry.GroupInputs * volume,
                        };
                        Run(pass, vectorBits);
                    }
                }
            }
        }
    }

    /// <summary>The derivative by the weight: w from x and y.</summary>
    internal static void Weight<T>(ConvolutionGeometry geometry, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> w, int vectorBits)
        where T : unmanaged
    {
        if (x.Length == 0 || y.Length == 0 || w.Length == 0)
        {
            w.Clear();
            return;
        }

        fixed (T* xStart = x, wStart = w, yStart = y)
        {
            ConvolutionPass<T> pass = Forward(geometry, xStart, wStart, null, yStart);
            switch (vectorBits)
            {
                case 512:
                    Weight<T, Vector512<T>, MatMulLanes512<T>>(pass, vectorBits);
                    break;
                case 256:
                    Weight<T, Vector256<T>, MatMulLanes256<T>>(pass, vectorBits);
                    break;
                case 128:
                    Weight<T, Vector128<T>, MatMulLanes128<T>>(pass, vectorBits);
                    break;
                default:
                    Weight<T, T, MatMulLanes1<T>>(pass, vectorBits);
                    break;
            }
        }
    }

    private static void Weight<T, TVector, TLanes>(ConvolutionPass<T> pass, int vectorBits)
        where T : unmanaged
        where TVector : struct
        where TLanes : struct, IMatMulLanes<T, TVector>
    {
        int threads = Threads(pass);
        if (ConvolutionWeightStripBody<T, TVector, TLanes>.Pays(pass))
        {
            ConvolutionWeightStripBody<T, TVector, TLanes> strips = new ConvolutionWeightStripBody<T, TVector, TLanes>(pass, threads);
            Launch(strips.Count, threads, in strips);
            return;
        }

        ConvolutionWeightBody<T> body = new ConvolutionWeightBody<T>(pass, vectorBits, threads);
        Launch(body.Count, threads, in body);
    }

    /// <summary>The pass from x to y: what a convolution computes, and what the weight's gradient multiplies by.</summary>
    private static ConvolutionPass<T> Forward<T>(ConvolutionGeometry geometry, T* x, T* w, T* bias, T* y, BlockStep[]? steps = null)
        where T : unmanaged
    {
        int volume = geometry.KernelVolume;
        return new ConvolutionPass<T>(
            ConvolutionWalk.Forward(geometry.Z), ConvolutionWalk.Forward(geometry.Y), ConvolutionWalk.Forward(geometry.X),
            geometry.Y.Kernel, geometry.X.Kernel)
        {
            Batch = geometry.Batch,
            Groups = geometry.Groups,
            Sources = geometry.GroupInputs,
            Targets = geometry.GroupOutputs,
            Source = x,
            Target = y,
            Bias = bias,
            Weight = w,
            Steps = steps,
            WeightTarget = (nint)geometry.GroupInputs * volume,
            WeightSource = volume,
            WeightGroup = (nint)geometry.GroupOutputs * geometry.GroupInputs * volume,
        };
    }

    private static void Run<T>(ConvolutionPass<T> pass, int vectorBits)
        where T : unmanaged
    {
        switch (vectorBits)
        {
            case 512:
                Run<T, Vector512<T>, MatMulLanes512<T>>(pass);
                break;
            case 256:
                Run<T, Vector256<T>, MatMulLanes256<T>>(pass);
                break;
            case 128:
                Run<T, Vector128<T>, MatMulLanes128<T>>(pass);
                break;
            default:
                Run<T, T, MatMulLanes1<T>>(pass);
                break;
        }
    }

    private static void Run<T, TVector, TLanes>(ConvolutionPass<T> pass)
        where T : unmanaged
        where TVector : struct
        where TLanes : struct, IMatMulLanes<T, TVector>
    {
        int threads = Threads(pass);
        ConvolutionBlocks blocks = new ConvolutionBlocks(pass.Sources, pass.Taps);
        int parts = Partition.Count(threads == 1 ? 1 : threads * BlocksPerThread, checked(pass.Batch * pass.Groups));
        ConvolutionLayout? layout = null;
        nint table = 0;

        // Of one tap nothing is gathered twice: strips only pay where they bring tiles of few rows.
        if (blocks.Count > 0 && (pass.Taps > 1 || ConvolutionTiles<T, TVector, TLanes>.IsNarrow(pass)))
        {
            layout = ConvolutionStripBody<T, TVector, TLanes>.Layout(pass, parts);
            table = layout == null ? 0 : ConvolutionStripBody<T, TVector, TLanes>.Length(pass, layout);
        }

        nint depth = checked((nint)pass.Sources * pass.Taps);
        nint* places = (nint*)ConvolutionBuffer.Rent(checked((table * sizeof(nint)) + (pass.Groups * pass.Targets * depth * sizeof(T))));
        T* packed = (T*)(places + table);
        ConvolutionPacking<T, TVector, TLanes> packing = new ConvolutionPacking<T, TVector, TLanes>(pass, in blocks, packed);
        Launch(pass.Groups, threads, in packing);
        if (layout != null)
        {
            ConvolutionStripBody<T, TVector, TLanes> strips = new ConvolutionStripBody<T, TVector, TLanes>(pass, layout, in blocks, packed, places, parts);
            Launch(strips.Count, threads, in strips);
            return;
        }

        ConvolutionBody<T, TVector, TLanes> body = new ConvolutionBody<T, TVector, TLanes>(pass, in blocks, packed, threads);
        Launch(body.Count, threads, in body);
    }

    private static int Threads<T>(ConvolutionPass<T> pass)
        where T : unmanaged
    {
        double work = (double)pass.Batch * pass.Places * pass.Groups * pass.Targets * pass.Sources * pass.Taps;
        return work < ParallelThreshold ? 1 : Parallelism.Threads;
    }

    private static void Launch<TBody>(int count, int threads, in TBody body)
        where TBody : struct, IParallelBody
    {
        if (threads > 1)
        {
            Parallelism.For(count, in body);
            return;
        }

        TBody local = body;
        for (int i = 0; i < count; i++)
        {
            local.Invoke(i);
        }
    }
}
