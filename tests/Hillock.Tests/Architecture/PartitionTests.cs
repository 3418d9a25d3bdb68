using System.Text.RegularExpressions;
using Hillock.Kernels;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>Lengths are split into blocks without sums that the longest array carries out of range.</summary>
public partial class PartitionTests
{
    public static TheoryData<int, int> Cases
    {
        get
        {
            TheoryData<int, int> data = new TheoryData<int, int>();
            foreach (int length in (int[])[0, 1, 511, 512, 513, Array.MaxLength - 1, Array.MaxLength, int.MaxValue])
            {
                foreach (int each in (int[])[1, 2, 57, 512, 1 << 20, int.MaxValue - 1, int.MaxValue])
                {
                    data.Add(length, each);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void CountAndEnd_AreThoseOfWideNumbers(int length, int each)
    {
        long count = (length + (long)each - 1) / each;
        Assert.Equal(count, Partition.Count(length, each));
        int start = (int)(Math.Max(0, count - 1) * each);
        Assert.Equal(length, Partition.End(start, each, length));
        Assert.Equal(Math.Min((long)each, length), Partition.End(0, each, length));
    }

    [Theory]
    [InlineData("src/Hillock/Kernels")]
    [InlineData("src/Hillock/Tensors")]
    [InlineData("src/Hillock/Functional")]
    [InlineData("src/Hillock/Training")]
    public void Sources_SplitLengthsByPartition(string folder)
    {
        List<string> faults = [];
        foreach (SourceTree.SourceFile file in SourceTree.Files(folder).Where(file => file.Name != "Partition.cs"))
        {
            faults.AddRange(Sum().Matches(file.Code).Select(match => $"{file.Path}: {match.Value}"));
        }

        Assert.True(faults.Count == 0, "Sums that leave the range of int at the longest array; use Partition:\n" + string.Join('\n', faults));
    }

    [Theory]
    [InlineData("for (int i = 0; i < length; i += Block)")]
    [InlineData("for (int i = 0; i < x.Length; i += Reduce.BlockLength)")]
    [InlineData("Parallelism.For((values.Length + NoiseBlock - 1) / NoiseBlock, body)")]
    [InlineData("int end = Math.Min((index + 1) * each, rows);")]
    [InlineData("int end = Math.Min(rows, (index + 1) * rowsEach);")]
    public void SumsOutOfRange_AreNoticed(string code) => Assert.Matches(Sum(), code);

    // Loops that step by a block, quotients rounded up but of wide numbers, ends of blocks.
    [GeneratedRegex(
        @"for \(int [^;]*;[^;]*; \w+ \+= [\w.]*(?:Block|BlockLength|Piece|Each|Depth)\)|" +
        @"(?<!\(int\)\(?)\([\w.]+ \+ ([\w.]+) - 1\) / \1\b|Math\.Min\(\(index \+ 1\) \* \w+,|Math\.Min\([\w.]+, \(index \+ 1\) \*")]
    private static partial Regex Sum();
}
