using System.Buffers.Binary;
using System.Text;
using Hillock.Data;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Event files, read by the published rules of the format: records, checksums bit by bit, and protocol buffers field by field.</summary>
public sealed class TensorBoardTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"hillock-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>The reader's own checksum: RFC 3720, appendix B.4, and the check value of the catalogues.</summary>
    [Fact]
    public void Crc_OfTheTests_IsThatOfTheStandard()
    {
        Assert.Equal(0xE3069283u, Crc(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Crc(new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Crc([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0x113FDB5Cu, Crc([.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))]));
    }

    [Fact]
    public void Scalars_AreReadAsTheyWereWritten()
    {
        double now = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
        string path;
        using (TensorBoardWriter writer = new(_folder))
        {
            path = writer.Path;
            writer.Scalar("loss/training", 1, 0.5);
            writer.Scalar("größe", 300, -1.25);
            writer.Scalar("loss/training", long.MaxValue, double.NaN);
            writer.Scalar("loss/training", 0, double.PositiveInfinity);
        }

        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(path), StringComparison.Ordinal);
        Event[] events = [.. Read(path)];
        Assert.Equal("brain.Event:2", events[0].Version);
        Assert.All(events, e => Assert.InRange(e.Time, now - 5, now + 60));
        Assert.Equal(
            [("loss/training", 1, 0.5f), ("größe", 300, -1.25f), ("loss/training", long.MaxValue, float.NaN), ("loss/training", 0, float.PositiveInfinity)],
            events.Skip(1).Select(e => (e.Tag!, e.Step, e.Scalar!.Value)));
    }

    [Theory]
    [InlineData(new double[] { -1, 0, 0.25, 3, 3, double.NaN, double.PositiveInfinity }, 5)]
    [InlineData(new double[] { 2, 2, 2 }, 3)]
    [InlineData(new double[] { -1.5e308, 1.5e308, 0 }, 3)]
    [InlineData(new double[] { 1, 1.0000000000000002 }, 2)]
    public void Histogram_CountsEveryNumberOnce(double[] values, int count)
    {
        string path;
        using (TensorBoardWriter writer = new(_folder))
        {
            path = writer.Path;
            writer.Histogram("w", 7, Tensor.From(values));
            writer.Histogram("empty", 7, Tensor.From([double.NaN]));
        }

        Event e = Assert.Single(Read(path).Skip(1));
        double[] finite = [.. values.Where(double.IsFinite)];
        Assert.Equal(("w", 7L), (e.Tag, e.Step));
        Assert.Equal(
            [finite.Min(), finite.Max(), count, finite.Sum(), finite.Select(value => value * value).Sum()], e.Moments!);
        Assert.Equal(e.Limits!.Length, e.Counts!.Length);
        Assert.Equal(finite.Max(), e.Limits[^1]);
        Assert.Equal(e.Limits.Order(), e.Limits);

        // A number lies at or below its limit, and above the limit before but for the rounding of the limits.
        double width = (finite.Max() / 64) - (finite.Min() / 64);
        for (int i = 0; i < e.Limits.Length; i++)
        {
            int below = finite.Count(value => value <= e.Limits[i] + (1e-9 * width)), surely = finite.Count(value => value < e.Limits[i] - (1e-9 * width));
            Assert.InRange(e.Counts.Take(i + 1).Sum(), surely, below);
        }

        Assert.Equal(count, e.Counts.Sum());
    }

    [Fact]
    public void Log_OfAFit_HasStepsEpochsMetricsAndParameters()
    {
        IReadOnlyList<EpochReport> reports = FitParts.Noisy().Fit(new FitOptions
        {
            Epochs = 2,
            BatchSize = 20,
            HeldOutInputs = FitParts.Inputs,
            HeldOutTargets = FitParts.Targets,
            Metrics = new Dictionary<string, Func<Tensor, Tensor, double>> { ["half"] = (_, _) => 0.5 },
            Callbacks = [new TensorBoardLog(_folder) { LogsGradientNorm = true }],
        });
        Event[] events = [.. Read(Assert.Single(Directory.GetFiles(_folder)))];
        Assert.Equal([1L, 2, 3, 4], events.Where(e => e.Tag == "step/loss").Select(e => e.Step));
        Assert.Equal(4, events.Count(e => e.Tag == "step/learningRate" && e.Scalar == 0.01f));
        Assert.Equal(4, events.Count(e => e.Tag == "step/gradientNorm" && e.Scalar > 0));
        Assert.Equal(reports.Select(report => (float)report.TrainingLoss), events.Where(e => e.Tag == "epoch/trainingLoss").Select(e => e.Scalar!.Value));
        Assert.Equal(reports.Select(report => (float)report.HeldOutLoss!), events.Where(e => e.Tag == "epoch/heldOutLoss").Select(e => e.Scalar!.Value));
        Assert.Equal([(2L, 0.5f), (4L, 0.5f)], events.Where(e => e.Tag == "metrics/half").Select(e => (e.Step, e.Scalar!.Value)));
        Assert.Equal(
            FitParts.Noisy().Model.NamedParameters().Select(parameter => "parameters/" + parameter.Name),
            events.Where(e => e.Moments is not null && e.Step == 4).Select(e => e.Tag!));
    }

    [Fact]
    public void Log_OfAResumedFit_TakesBackWhatComesAgain()
    {
        FitState state = new() { Epoch = 0, Batch = 1, Steps = 1, RandomPasses = FitParts.Noisy().Model.RandomPassCounts() };
        FitParts.Noisy().Fit(new FitOptions { Epochs = 1, BatchSize = 20, ResumeFrom = state, Callbacks = [new TensorBoardLog(_folder)] });
        Event restart = Read(Assert.Single(Directory.GetFiles(_folder))).ElementAt(1);
        Assert.Equal((2L, 1L), (restart.Step, restart.SessionStatus));
    }

    [Fact]
    public void Records_AreInTheFileAtOnce_AndATornOneIsTheLast()
    {
        using TensorBoardWriter writer = new(_folder);
        writer.Scalar("a", 1, 1);
        byte[] bytes = Bytes(writer.Path);
        Assert.Equal(2, Read(bytes).Count());
        for (int cut = bytes.Length - 1; cut > bytes.Length - 30; cut--)
        {
            Assert.Single(Read(bytes[..cut]));
        }

        // The reader looks at the checksums.
        bytes[^6] ^= 1;
        Assert.Throws<DataFormatException>(() => Read(bytes).Count());
    }

    private static byte[] Bytes(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static IEnumerable<Event> Read(string path) => Read(Bytes(path));

    private static IEnumerable<Event> Read(byte[] bytes)
    {
        for (int at = 0; bytes.Length - at >= 12;)
        {
            long length = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
            Check(bytes.AsSpan(at, 8), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            if (bytes.Length - at < length + 16)
            {
                yield break;
            }

            byte[] data = bytes[(at + 12)..(at + 12 + (int)length)];
            Check(data, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + (int)length)));
            yield return new Event(data);
            at += (int)length + 16;
        }
    }

    private static void Check(ReadOnlySpan<byte> data, uint masked)
    {
        uint rotated = masked - 0xa282ead8u;
        if (((rotated >> 17) | (rotated << 15)) != Crc(data))
        {
            throw new DataFormatException("events", null, "a checksum is wrong", "write it again");
        }
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        return ~crc;
    }

    private sealed class Event
    {
        public Event(byte[] data)
        {
            foreach ((int field, object value) in Fields(data))
            {
                switch (field)
                {
                    case 1: Time = BitConverter.UInt64BitsToDouble((ulong)value); break;
                    case 2: Step = (long)(ulong)value; break;
                    case 3: Version = Encoding.UTF8.GetString((byte[])value); break;
                    case 5: Summary((byte[])value); break;
                    case 7: SessionStatus = (long)(ulong)Fields((byte[])value).Single(inner => inner.Field == 1).Value; break;
                    default: throw new DataFormatException("events", null, $"field {field}", "leave it out");
                }
            }
        }

        public double Time { get; }

        public long Step { get; }

        public string? Version { get; }

        public long? SessionStatus { get; }

        public string? Tag { get; private set; }

        public float? Scalar { get; private set; }

        public double[]? Moments { get; private set; }

        public double[]? Limits { get; private set; }

        public double[]? Counts { get; private set; }

        private void Summary(byte[] data)
        {
            foreach ((int field, object value) in Fields((byte[])Assert.Single(Fields(data), inner => inner.Field == 1).Value))
            {
                switch (field)
                {
                    case 1: Tag = Encoding.UTF8.GetString((byte[])value); break;
                    case 2: Scalar = BitConverter.UInt32BitsToSingle((uint)value); break;
                    case 5:
                        (int Field, object Value)[] inner = [.. Fields((byte[])value)];
                        Moments = [.. Enumerable.Range(1, 5).Select(i => BitConverter.UInt64BitsToDouble((ulong)inner.Single(one => one.Field == i).Value))];
                        Limits = Doubles((byte[])inner.Single(one => one.Field == 6).Value);
                        Counts = Doubles((byte[])inner.Single(one => one.Field == 7).Value);
                        break;
                    default: throw new DataFormatException("events", null, $"field {field}", "leave it out");
                }
            }
        }

        private static double[] Doubles(byte[] data) =>
            [.. Enumerable.Range(0, data.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(data.AsSpan(8 * i)))];

        private static IEnumerable<(int Field, object Value)> Fields(byte[] data)
        {
            for (int at = 0; at < data.Length;)
            {
                ulong key = Varint(data, ref at);
                int field = (int)(key >> 3);
                switch (key & 7)
                {
                    case 0:
                        yield return (field, Varint(data, ref at));
                        break;
                    case 1:
                        yield return (field, BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at)));
                        at += 8;
                        break;
                    case 2:
                        int length = (int)Varint(data, ref at);
                        yield return (field, data[at..(at + length)]);
                        at += length;
                        break;
                    case 5:
                        yield return (field, BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at)));
                        at += 4;
                        break;
                    default:
                        throw new DataFormatException("events", null, $"wire type {key & 7}", "leave it out");
                }
            }
        }

        private static ulong Varint(byte[] data, ref int at)
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = data[at++];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return value;
                }
            }
        }
    }
}
