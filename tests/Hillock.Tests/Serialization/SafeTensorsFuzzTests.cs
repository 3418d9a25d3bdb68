using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Hillock.Data;
using Hillock.Numbers;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>A hundred thousand files with faults put in at random: each is read, or refused as no valid file, and nothing else.</summary>
[Trait("Speed", "slow")]
public class SafeTensorsFuzzTests
{
    private const int Files = 100_000;

    private static readonly string[] Words =
        ["-1", "0", "1", "18446744073709551615", "9223372036854775807", "1e9", "null", "true", "[", "]", "{", "}", "\"", "\\", ",", ":", "\"F32\"", "\"F4\"",
            "\"BOOL\"", "\"U64\"", "\"dtype\":", "\"__metadata__\":{", "\u0000", "é", "\\ud800"];

    [Fact]
    public void Read_OfMutatedFiles_NeverFailsOtherwise()
    {
        byte[][] valid = [Valid(), File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "torch", "mlp.safetensors"))];
        using TemporaryFolder folder = new();
        int read = 0, refused = 0;
        for (int i = 0; i < Files; i++)
        {
            Draws draws = new(new Philox(17, (ulong)i));
            byte[] content = Mutate(valid[i % valid.Length], draws);
            try
            {
                int count = i % 100 == 0 ? SafeTensors.Read(folder.Write("f", content)).Count
                    : i % 10 == 1 ? SafeTensors.Read(new ForwardStream(content)).Count
                    : SafeTensors.Read(content).Count;
                read += count >= 0 ? 1 : 0;
            }
            catch (DataFormatException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"File {i} gave {exception}"));
            }
        }

        // Both happen, or the faults are none, or nothing of the files is left.
        Assert.Equal(Files, read + refused);
        Assert.InRange(read, Files / 1000, Files / 2);
    }

    private static byte[] Valid()
    {
        using MemoryStream stream = new();
        SafeTensors.Write(
            stream,
            new Dictionary<string, Tensor>
            {
                ["a"] = Tensor.Ones([2, 3]),
                ["b"] = Tensor.Ones(3, DataType.Bool),
                ["c"] = Tensor.Scalar(1, DataType.Float64),
                ["d"] = Tensor.Zeros([0, 4]),
            });
        return stream.ToArray();
    }

    private static byte[] Mutate(byte[] valid, Draws draws)
    {
        List<byte> content = [.. valid];
        int header = (int)BinaryPrimitives.ReadInt64LittleEndian(valid);
        for (int faults = draws.Below(3); faults >= 0; faults--)
        {
            int at = draws.Below(4) == 0 ? draws.Below(content.Count + 1) : Math.Min(content.Count, 8 + draws.Below(header));
            switch (draws.Below(8))
            {
                case 0 when at < content.Count: content[at] ^= (byte)(1 << draws.Below(8)); break;
                case 1 when at < content.Count: content[at] = (byte)draws.Below(256); break;
                case 2: content.RemoveRange(at, Math.Min(content.Count - at, draws.Below(20))); break;
                case 3: content.RemoveRange(at, content.Count - at); break;
                case 4: content.InsertRange(at, content.Slice(at, Math.Min(content.Count - at, draws.Below(60)))); break;
                case 5: content.InsertRange(at, Encoding.UTF8.GetBytes(Words[draws.Below(Words.Length)])); break;
                case 6 when at < content.Count && content[at] is >= (byte)'0' and <= (byte)'9': content[at] = (byte)('0' + draws.Below(10)); break;
                case 7 when content.Count > 8 && draws.Below(3) == 0: content[draws.Below(8)] = (byte)draws.Below(256); break;
                default:
                    byte[] word = Encoding.UTF8.GetBytes(Words[draws.Below(Words.Length)]);
                    for (int i = 0; i < word.Length && at + i < content.Count; i++)
                    {
                        content[at + i] = word[i];
                    }

                    break;
            }
        }

        // Half of them have a length that is right again, so that what stands behind it is looked at.
        if (content.Count >= 8 && draws.Below(2) == 0)
        {
            byte[] length = BitConverter.GetBytes((long)header + content.Count - valid.Length);
            for (int i = 0; i < length.Length; i++)
            {
                content[i] = length[i];
            }
        }

        return [.. content];
    }

    private sealed class Draws(Philox random)
    {
        private ulong _next;

        public int Below(int count) => (int)random.Below(_next++, (uint)count);
    }
}
