using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>What connectionist temporal classification refuses, before anything is read: in a native library each of these corrupts memory.</summary>
public class CtcArgumentTests
{
    private static readonly Tensor X = Tensor.Zeros([4, 2, 3]);
    private static readonly Tensor One = Tensor.Zeros([4, 3]);
    private static readonly Tensor Padded = Tensor.From(new long[,] { { 1, 2 }, { 2, 1 } });

    private static readonly Dictionary<string, (Func<Tensor> Call, string[] Parts)> Bad = new()
    {
        ["label too large"] = (() => F.Ctc(X, Tensor.From(new long[,] { { 1, 2 }, { 2, 7 } })), ["targets[1, 1] is 7", "0 to 2"]),
        ["negative label"] = (() => F.Ctc(X, Tensor.From(new long[] { 1, -1 }), [4, 4], [1, 1]), ["targets[1] is -1"]),
        ["label beyond int32"] = (() => F.Ctc(X, Tensor.From(new[] { 1, 1L << 32 }), [4, 4], [1, 1]), ["targets[1] is 4294967296"]),
        ["blank as label"] = (() => F.Ctc(X, Tensor.From(new long[] { 1, 0 }), [4, 4], [1, 1]), ["targets[1] is 0", "blank"]),
        ["last class as blank and label"] = (() => F.CtcWithLogits(X, Padded, blank: 2), ["targets[0, 1] is 2", "blank, 2"]),
        ["real targets"] = (() => F.Ctc(X, Tensor.Zeros([2, 2])), ["whole numbers", "float32"]),
        ["targets of another batch"] = (() => F.Ctc(X, Tensor.Ones([3, 2], DataType.Int64)), ["[2, longest]", "[3, 2]"]),
        ["targets of three axes"] = (() => F.Ctc(X, Tensor.Ones([2, 2, 1], DataType.Int64)), ["[2, 2, 1]"]),
        ["padded targets of one sequence"] = (() => F.Ctc(One, Padded), ["[labels]", "[2, 2]"]),
        ["concatenated targets without lengths"] = (() => F.Ctc(X, Tensor.From(new long[] { 1, 2 })), ["targetLengths"]),
        ["lengths that add up to less"] = (() => F.Ctc(X, Tensor.From(new long[] { 1, 2, 1 }), [4, 4], [1, 1]), ["targetLengths", "3 labels", "add up to 2"]),
        ["lengths that add up to more"] = (() => F.Ctc(X, Tensor.From(new long[] { 1, 2, 1 }), [4, 4], [3, 3]), ["targetLengths", "3 labels", "add up to 6"]),
        ["target length too large"] = (() => F.Ctc(X, Padded, [4, 4], [2, 3]), ["targetLengths[1] is 3", "2 labels"]),
        ["negative target length"] = (() => F.Ctc(X, Padded, [4, 4], [-1, 2]), ["targetLengths[0] is -1"]),
        ["input length too large"] = (() => F.Ctc(X, Padded, [4, 5], [2, 2]), ["inputLengths[1] is 5", "4 steps of logProbabilities"]),
        ["negative input length"] = (() => F.CtcWithLogits(X, Padded, [-2, 4], [2, 2]), ["inputLengths[0] is -2", "4 steps of logits"]),
        ["too few lengths"] = (() => F.Ctc(X, Padded, [4], [2, 2]), ["inputLengths", "[2]", "[1]"]),
        ["lengths of two axes"] = (() => F.Ctc(X, Padded, Tensor.Ones([2, 1], DataType.Int64)), ["inputLengths", "[2, 1]"]),
        ["real lengths"] = (() => F.Ctc(X, Padded, Tensor.Ones(2)), ["inputLengths", "float32"]),
        ["no steps"] = (() => F.Ctc(Tensor.Zeros([0, 2, 3]), Padded), ["[0, 2, 3]", "a step"]),
        ["no classes"] = (() => F.Ctc(Tensor.Zeros([4, 2, 0]), Padded), ["[4, 2, 0]"]),
        ["one axis"] = (() => F.Ctc(Tensor.Zeros(4), Padded), ["[steps, sequences, classes]", "[4]"]),
        ["whole predictions"] = (() => F.Ctc(Tensor.Zeros([4, 2, 3], DataType.Int64), Padded), ["int64"]),
    };

    public static TheoryData<string> Names => [.. Bad.Keys];

    // T198 is among them.
    [Theory]
    [MemberData(nameof(Names))]
    public void BadArgument_IsNamed(string name)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Bad[name].Call());
        Assert.All(Bad[name].Parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void BlankThatIsNoClass_IsRefused(int blank) =>
        Assert.Contains("0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => F.Ctc(X, Padded, blank: blank)).Message, StringComparison.Ordinal);

    // T153.
    [Theory]
    [InlineData((Reduction)17)]
    [InlineData(Reduction.BatchMean)]
    public void ReductionThatDoesNotExist_IsRefused(Reduction reduction)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => F.Ctc(X, Padded, reduction: reduction));
        Assert.Throws<ArgumentOutOfRangeException>(() => F.CtcWithLogits(X, Padded, reduction: reduction));
    }

    [Fact]
    public void WhatIsBeyondATargetsLength_IsNotRead() =>
        Assert.Equal(
            F.Ctc(X, Padded, [4, 4], [1, 1]).Item<float>(),
            F.Ctc(X, Tensor.From(new long[,] { { 1, -100 }, { 2, 99 } }), [4, 4], [1, 1]).Item<float>());
}
