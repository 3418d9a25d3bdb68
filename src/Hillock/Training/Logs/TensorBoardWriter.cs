using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Writes numbers and histograms into an event file, which TensorBoard shows.</summary>
/// <remarks>
/// <para>
/// The file is a sequence of records: the length of the data (8 bytes, little-endian), the masked CRC-32C of these, the data, and its masked CRC-32C;
/// masked is <c>((c &gt;&gt; 15) | (c &lt;&lt; 17)) + 0xa282ead8</c>. The data is a protocol buffer, <c>Event</c>: the first has the version
/// <c>brain.Event:2</c>, the others a <c>Summary</c> of one value. Source: TensorFlow, <c>event.proto</c>, <c>summary.proto</c>, <c>record_writer.h</c>.
/// </para>
/// <para>Not thread-safe. Each record is in the file as soon as it is written.</para>
/// </remarks>
public sealed class TensorBoardWriter : IDisposable
{
    private static int Files;

    private readonly FileStream _file;
    private readonly Message _event = new();
    private readonly Message _summary = new();
    private readonly Message _value = new();
    private readonly Message _inner = new();
    private byte[] _record = [];

    /// <summary>Makes a new file <c>events.out.tfevents.*</c> in a folder.</summary>
    /// <param name="folder">The folder, which is made if it is not there.</param>
    /// <exception cref="ArgumentException">The folder's path is empty.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public TensorBoardWriter(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Directory.CreateDirectory(folder);
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}.hillock.{Environment.ProcessId}.{Interlocked.Increment(ref Files) - 1}");
        Path = System.IO.Path.Combine(folder, name);
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        Begin(0);
        _event.Text(3, "brain.Event:2");
        End();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Writes a number.</summary>
    /// <param name="tag">What it is, such as <c>loss/training</c>; what stands before the slash groups the charts.</param>
    /// <param name="step">The step it belongs to.</param>
    /// <param name="value">The number; the file holds a float.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    public void Scalar(string tag, long step, double value)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        _value.Clear();
        _value.Text(1, tag);
        _value.Float(2, (float)value);
        Summary(step);
    }

    /// <summary>Writes how the elements of a tensor are distributed: their counts in 64 intervals of equal width, and their moments.</summary>
    /// <param name="tag">What it is, such as a parameter's name.</param>
    /// <param name="step">The step it belongs to.</param>
    /// <param name="tensor">The tensor. NaN and infinities are left out; nothing is written if nothing is left.</param>
    /// <exception cref="ArgumentException">The tag is empty.</exception>
    public void Histogram(string tag, long step, Tensor tensor)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ArgumentNullException.ThrowIfNull(tensor);
        double[] values = [.. tensor.Detach().ToArray<double>().Where(double.IsFinite)];
        if (values.Length == 0)
        {
            return;
        }

        double minimum = values.Min(), maximum = values.Max();
        double[] counts = Counts(values, minimum, maximum, out double[] limits);
        _inner.Clear();
        _inner.Double(1, minimum);
        _inner.Double(2, maximum);
        _inner.Double(3, values.Length);
        _inner.Double(4, values.Sum());
        _inner.Double(5, values.Sum(static value => value * value));
        _inner.Doubles(6, limits);
        _inner.Doubles(7, counts);
        _value.Clear();
        _value.Text(1, tag);
        _value.Bytes(5, _inner.Written);
        Summary(step);
    }

    /// <summary>Says that training goes on: what other files of the folder have of this step or later ones is not shown any more.</summary>
    /// <param name="step">The first step that follows.</param>
    public void Restart(long step)
    {
        // A SessionLog whose status is START.
        _inner.Clear();
        _inner.Integer(1, 1);
        Begin(step);
        _event.Bytes(7, _inner.Written);
        End();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static double[] Counts(double[] values, double minimum, double maximum, out double[] limits)
    {
        const int intervals = 64;

        // Halves, so that the width of the whole range of double is a number.
        double half = (maximum / 2) - (minimum / 2);
        if (!(half / intervals > 0))
        {
            limits = [maximum];
            return [values.Length];
        }

        limits = [.. Enumerable.Range(1, intervals).Select(i => i == intervals ? maximum : 2 * ((minimum / 2) + (half / intervals * i)))];
        double[] counts = new double[intervals];
        foreach (double value in values)
        {
            int place = (int)(((value / 2) - (minimum / 2)) / half * intervals);
            counts[Math.Clamp(place, 0, intervals - 1)]++;
        }

        return counts;
    }

    private void Summary(long step)
    {
        _summary.Clear();
        _summary.Bytes(1, _value.Written);
        Begin(step);
        _event.Bytes(5, _summary.Written);
        End();
    }

    private void Begin(long step)
    {
        _event.Clear();
        _event.Double(1, (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalSeconds);
        _event.Integer(2, step);
    }

    private void End()
    {
        ReadOnlySpan<byte> data = _event.Written;
        int length = data.Length + 16;
        if (_record.Length < length)
        {
            _record = new byte[2 * length];
        }

        BinaryPrimitives.WriteInt64LittleEndian(_record, data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(_record.AsSpan(8), MaskedCrc(_record.AsSpan(0, 8)));
        data.CopyTo(_record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(_record.AsSpan(12 + data.Length), MaskedCrc(data));
        _file.Write(_record.AsSpan(0, length));
    }

    private static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }

    /// <summary>The fields of a protocol buffer's message, each behind its number and kind.</summary>
    private sealed class Message
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        internal ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

        internal void Clear() => _bytes.ResetWrittenCount();

        internal void Integer(int field, long value)
        {
            Varint((ulong)field << 3);
            Varint((ulong)value);
        }

        internal void Double(int field, double value)
        {
            Varint(((ulong)field << 3) | 1);
            Add(value);
        }

        internal void Float(int field, float value)
        {
            Varint(((ulong)field << 3) | 5);
            BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(4), value);
            _bytes.Advance(4);
        }

        internal void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

        internal void Bytes(int field, ReadOnlySpan<byte> value)
        {
            Varint(((ulong)field << 3) | 2);
            Varint((ulong)value.Length);
            _bytes.Write(value);
        }

        internal void Doubles(int field, double[] values)
        {
            Varint(((ulong)field << 3) | 2);
            Varint(8 * (ulong)values.Length);
            foreach (double value in values)
            {
                Add(value);
            }
        }

        private void Add(double value)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(8), value);
            _bytes.Advance(8);
        }

        private void Varint(ulong value)
        {
            Span<byte> bytes = _bytes.GetSpan(10);
            int count = 0;
            for (; value >= 0x80; value >>= 7)
            {
                bytes[count++] = (byte)(value | 0x80);
            }

            bytes[count++] = (byte)value;
            _bytes.Advance(count);
        }
    }
}
