namespace Hillock.Kernels;

/// <summary>Copies the source of a strip to where <see cref="ConvolutionLayout"/> has it.</summary>
internal static unsafe class ConvolutionFill<T>
    where T : unmanaged
{
    // Lines up to this long are cleared all at once, rather than what lies between them.
    private const int ShortLine = 32;

    /// <summary>The elements of a buffer for some channels, with what vectors read behind the end.</summary>
    internal static nint Size(ConvolutionLayout layout, int channels, int lanes) =>
        ((nint)channels * layout.ChannelSize) + layout.X.Range + layout.Pitch + lanes;

    /// <summary>Fills a buffer with the channels from <paramref name="channel"/> on.</summary>
    internal static void Run(
        ConvolutionPass<T> pass, ConvolutionLayout layout, in ConvolutionStrip strip, int image, int channel, int channels, T* buffer, int lanes)
    {
        nint done = layout.Pitch <= ShortLine ? 0 : (nint)channels * layout.ChannelSize;
        new Span<T>(buffer + done, checked((int)(Size(layout, channels, lanes) - done))).Clear();
        Planes(pass, layout, in strip, image, channel, channels, buffer, 0, 1);
    }

    /// <summary>Fills a buffer with the channels of some groups: each element of the first is followed by those of the others in the same place.</summary>
    internal static void Groups(
        ConvolutionPass<T> pass, ConvolutionLayout layout, in ConvolutionStrip strip, int image, int group, int groups, T* buffer, int lanes)
    {
        Planes(pass, layout, in strip, image, group * pass.Sources, pass.Sources, buffer, groups, lanes);
        new Span<T>(buffer + ((nint)pass.Sources * layout.ChannelSize * lanes), (int)Size(layout, 0, 0) * lanes).Clear();
    }

    private static void Planes(
        ConvolutionPass<T> pass, ConvolutionLayout layout, in ConvolutionStrip strip, int image, int channel, int channels, T* buffer, int groups, int unit)
    {
        T* source = pass.Source + (((nint)image * pass.Groups * pass.Sources) + channel) * pass.SourceVolume;
        T* plane = buffer;
        foreach (int offset in pass.Z.Offsets)
        {
            int z = (strip.Z * pass.Z.SourceStep) + offset;
            bool inside = (uint)z < (uint)pass.Z.SourceSize;
            T* from = source + (inside ? (nint)z * pass.Y.SourceSize * pass.X.SourceSize : 0);
            for (int y = 0; y < layout.Y.Phases.Length; y++)
            {
                for (int x = 0; x < layout.X.Phases.Length; x++)
                {
                    Plane(pass, layout, in strip, inside ? from : null, y, x, plane, channels, groups, unit);
                    plane += (nint)layout.PlaneSize * unit;
                }
            }
        }
    }

    /// <summary>One plane of each channel.</summary>
    private static void Plane(
        ConvolutionPass<T> pass, ConvolutionLayout layout, in ConvolutionStrip strip, T* source, int phaseY, int phaseX, T* target, int channels,
        int groups, int unit)
    {
        int pitch = layout.Pitch;

        // A strip of fewer lines than others has one more behind it, whose zeros in front the last line reads.
        int lines = Math.Min(strip.Lines + layout.Y.Range + 1, layout.PlaneSize / pitch);
        int y = strip.Y + layout.Y.Lows[phaseY];
        int x = strip.X + layout.X.Lows[phaseX];
        int top = Math.Clamp(-y, 0, lines);
        int bottom = Math.Clamp(layout.Y.Lengths[phaseY] - y, top, lines);
        int left = Math.Clamp(-x, 0, pitch);
        int right = Math.Clamp(layout.X.Lengths[phaseX] - x, left, pitch);
        if (source == null || left == right)
        {
            top = bottom = lines;
        }

        int step = pass.X.SourceStep;
        nint line = (nint)pass.Y.SourceStep * pass.X.SourceSize;
        nint first = ((nint)(y + top) * line) + ((nint)layout.Y.Phases[phaseY] * pass.X.SourceSize) + ((nint)(x + left) * step) + layout.X.Phases[phaseX];
        if (groups == 0 && pitch <= ShortLine)
        {
            for (int c = 0; c < channels && top < bottom; c++)
            {
                ConvolutionCopy<T>.Copy(source + first, step, line, target + ((nint)top * pitch) + left, pitch, bottom - top, right - left);
                source += pass.SourceVolume;
                target += layout.ChannelSize;
            }

            return;
        }

        for (int c = 0; c < channels; c++)
        {
            T* to = target + ((nint)top * pitch * unit);
            new Span<T>(target, top * pitch * unit).Clear();
            if (groups > 0)
            {
                for (int i = 0; i < bottom - top; i++)
                {
                    T* from = source + first + (i * line);
                    new Span<T>(to, left * unit).Clear();
                    MatMulPacking<T>.Move(from, (nint)pass.Sources * pass.SourceVolume, step, groups, right - left, to + ((nint)left * unit), unit, line);
                    new Span<T>(to + ((nint)right * unit), (pitch - right) * unit).Clear();
                    to += (nint)pitch * unit;
                }
            }
            else if (top < bottom)
            {
                ConvolutionCopy<T>.Copy(source + first, step, line, to + left, pitch, bottom - top, right - left);
                ConvolutionCopy<T>.Clear(to, pitch, bottom - top, left);
                ConvolutionCopy<T>.Clear(to + right, pitch, bottom - top, pitch - right);
            }

            new Span<T>(target + ((nint)bottom * pitch * unit), (lines - bottom) * pitch * unit).Clear();
            source += source == null ? 0 : pass.SourceVolume;
            target += (nint)layout.ChannelSize * unit;
        }
    }
}
