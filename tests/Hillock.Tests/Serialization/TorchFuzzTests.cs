using System.Diagnostics;
using System.IO.Compression;
using Hillock.Data;
using Hillock.Serialization;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>110,000 files with random damage: each is read or refused by the two exceptions that say so, in little memory and time.</summary>
[Trait("Speed", "slow")]
public class TorchFuzzTests
{
    private const long MostBytes = 256 << 20;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("checkpoint", "model_state_dict", 1, 20_000)]
    [InlineData("values", "state", 2, 20_000)]
    [InlineData("foreign", "model", 7, 10_000)]
    public void Pickles_ThatAreDamaged_AreReadOrRefused(string name, string key, int seed, int count)
    {
        // The check sums are right again, so that the damage is met by whoever reads the pickle.
        (string Name, byte[] Content)[] members = Members(TorchFiles.Bytes(name));
        int pickle = Array.FindIndex(members, member => member.Name.EndsWith("data.pkl", StringComparison.Ordinal));
        byte[] original = members[pickle].Content;
        Run(seed, count, random =>
        {
            members[pickle].Content = Damaged(original, random);
            return HostileArchiveTests.Archive(compress: false, members);
        }, stream => TorchFile.Read(stream, key));
    }

    [Theory]
    [InlineData("checkpoint", "optimizer_state_dict", 3, 10_000)]
    [InlineData("values", "state", 4, 20_000)]
    public void Archives_ThatAreDamaged_AreReadOrRefused(string name, string key, int seed, int count) =>
        Run(seed, count, random => Damaged(TorchFiles.Bytes(name), random), stream => TorchFile.Read(stream, key));

    [Theory]
    [InlineData("deflated", 5, 15_000)]
    [InlineData("large", 6, 15_000)]
    public void Npz_ThatAreDamaged_AreReadOrRefused(string name, int seed, int count)
    {
        byte[] original = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "npz", name + ".npz"));
        (string Name, byte[] Content)[] members = Members(original);
        Run(seed, count, random =>
        {
            if (random.Next(2) == 0)
            {
                return Damaged(original, random);
            }

            (string Name, byte[] Content)[] changed = [members[random.Next(members.Length)]];
            changed[0].Content = Damaged(changed[0].Content[..Math.Min(200, changed[0].Content.Length)], random);
            return HostileArchiveTests.Archive(random.Next(2) == 0, changed);
        }, static stream => NpzFile.Read(stream));
    }

    private static void Run(int seed, int count, Func<Random, byte[]> make, Action<Stream> read)
    {
        Random random = new(seed);
        int refused = 0;
        for (int i = 0; i < count; i++)
        {
            using MemoryStream stream = new(make(random));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Stopwatch watch = Stopwatch.StartNew();
            try
            {
                read(stream);
            }
            catch (Exception exception) when (exception is DataFormatException or IOException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Case {i} of seed {seed}: {exception}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes,
                $"Case {i} of seed {seed} took {GC.GetAllocatedBytesForCurrentThread() - before} bytes.");
            Assert.True(watch.Elapsed < Longest, $"Case {i} of seed {seed} took {watch.Elapsed}.");
        }

        Assert.True(refused > count / 4, $"Only {refused} of {count} were refused: the damage is not met.");
    }

    private static byte[] Damaged(byte[] original, Random random)
    {
        byte[] bytes = (byte[])original.Clone();
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes[at] = (byte)(random.Next(2) * 255); break;
                case 3: bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 20))..], 0]; break;
                case 4: bytes = [.. bytes[..at], .. bytes.Skip(random.Next(bytes.Length)).Take(random.Next(1, 20)), .. bytes[at..]]; break;
                default:
                    int from = random.Next(bytes.Length), length = Math.Min(random.Next(1, 20), bytes.Length - Math.Max(at, from));
                    Buffer.BlockCopy(bytes, from, bytes, at, length);
                    break;
            }
        }

        return bytes;
    }

    private static (string Name, byte[] Content)[] Members(byte[] archive)
    {
        using ZipArchive zip = new(new MemoryStream(archive));
        return [.. zip.Entries.Select(entry =>
        {
            using MemoryStream content = new();
            using Stream stream = entry.Open();
            stream.CopyTo(content);
            return (entry.FullName, content.ToArray());
        })];
    }
}
