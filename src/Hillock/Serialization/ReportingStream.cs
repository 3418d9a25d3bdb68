using Hillock.Kernels;

namespace Hillock.Serialization;

/// <summary>Passes bytes on, tells how many every 16 MiB, and stops between two blocks when it is cancelled.</summary>
internal sealed class ReportingStream(
    Stream inner, long written, long total, IProgress<SavingProgress>? progress, CancellationToken cancellationToken) : Stream
{
    private const int Block = 1 << 18, Told = 1 << 24;

    private long _told = written;

    /// <summary>The bytes that were passed on, those before this stream included.</summary>
    internal long Written { get; private set; } = written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (int i = 0; i < buffer.Length; i = Partition.End(i, Block, buffer.Length))
        {
            cancellationToken.ThrowIfCancellationRequested();
            int end = Partition.End(i, Block, buffer.Length);
            inner.Write(buffer[i..end]);
            Written += end - i;
            if (Written - _told >= Told)
            {
                _told = Written;
                progress?.Report(new SavingProgress(Math.Min(Written, total), total));
            }
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
