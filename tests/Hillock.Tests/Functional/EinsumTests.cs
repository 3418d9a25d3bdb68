using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

public class EinsumTests
{
    private static readonly string[] Labels = ["a", "b", "c", "d", "e"];

    [Fact]
    public void Einsum_OfRandomEquations_IsTheSumOfProducts()
    {
        Random random = new(8);
        for (int run = 0; run < 400; run++)
        {
            int[] lengths = [.. Labels.Select(_ => random.Next(20) == 0 ? 0 : random.Next(1, 4))];
            string[] inputs =
                [
                    .. Enumerable.Range(0, random.Next(1, 5))
                        .Select(_ => string.Concat(Enumerable.Range(0, random.Next(0, 4)).Select(_ => Labels[random.Next(Labels.Length)]))),
                ];
            string[] used = [.. inputs.SelectMany(term => term).Distinct().Select(label => label.ToString())];
            string output = string.Concat(used.OrderBy(_ => random.Next()).Take(random.Next(0, used.Length + 1)));
            Tensor[] operands = [.. inputs.Select(term => Tensor.From(
                Enumerable.Range(0, term.Aggregate(1, (product, label) => product * lengths[label - 'a'])).Select(_ => (long)random.Next(-3, 4)).ToArray(),
                term.Select(label => lengths[label - 'a']).ToArray()))];
            string equation = $"{string.Join(",", inputs)}->{output}";
            long[] expected = Naive(inputs, output, lengths, operands);
            Assert.Equal(expected, F.Einsum(equation, operands).ToArray<long>());

            // Whole numbers as small as these are exact in floating point.
            Assert.Equal(expected, F.Einsum(equation, [.. operands.Select(x => Strided.Of(x.To(DataType.Float32)))]).ToArray<long>());
            Assert.Equal([.. output.Select(label => lengths[label - 'a'])], F.Einsum(equation, operands).Shape);
        }
    }

    [Theory]
    [InlineData("ij,jk->ik", "has 2 operands but 1 tensors were given")]
    [InlineData("i->i", "names 1 axes of operand 0, which has 2; an ellipsis (...) stands for the others")]
    [InlineData("ijk->i", "names 3 axes of operand 0, which has 2.")]
    [InlineData("ij->k", "names 'k' in the result but in no operand")]
    [InlineData("ij->ii", "names 'i' twice in the result")]
    [InlineData("ii->i", "names 'i' twice in operand 0 but its axes have 2 and 3 elements")]
    [InlineData("i1->i", "holds '1' where only letters")]
    [InlineData("...i...->", "holds '.' where only letters")]
    [InlineData("i.j->", "holds '.' where only letters")]
    [InlineData("ij->i->j", "holds '-' where only letters")]
    [InlineData("", "names 0 axes of operand 0, which has 2")]
    public void Einsum_OfAnEquationThatDoesNotFit_SaysWhy(string written, string part)
    {
        string message = Assert.Throws<ArgumentException>("equation", () => F.Einsum(written, Tensor.Zeros([2, 3]))).Message;
        Assert.Contains($"\"{written}\"", message);
        Assert.Contains(part, message);
    }

    [Fact]
    public void Einsum_OfLengthsThatDiffer_SaysWhich()
    {
        string message = Assert.Throws<ArgumentException>("equation", () => F.Einsum("ij,jk->ik", Tensor.Zeros([2, 3]), Tensor.Zeros([4, 2]))).Message;
        Assert.Contains("gives axes 'j' both 3 and 4 elements, the latter in operand 1", message);
        message = Assert.Throws<ArgumentException>("equation", () => F.Einsum("...j,...k", Tensor.Zeros([2, 3]), Tensor.Zeros([4, 2]))).Message;
        Assert.Contains("gives axes of the ellipsis both 2 and 4", message);
        Assert.Throws<ArgumentException>("operands", () => F.Einsum("->"));
        Assert.Throws<ArgumentNullException>("equation", () => F.Einsum(null!, Tensor.Zeros(1)));
    }

    [Fact]
    public void Einsum_ThatOnlyReordersAxes_IsAView()
    {
        Tensor x = Tensor.Arange(6).Reshape(2, 3);
        Tensor y = F.Einsum("ij->ji", x);
        x[0, 2] = Tensor.Scalar(9, DataType.Int64);
        Assert.Equal([0L, 3, 1, 4, 9, 5], y.ToArray<long>());
    }

    [Fact]
    public void Einsum_OfMixedTypes_PromotesThem()
    {
        Assert.Equal(DataType.Float64, F.Einsum("i,i", Tensor.Ones(2), Tensor.Ones(2, DataType.Float64)).DataType);
        Assert.Equal(DataType.Float16, F.Einsum("i,i", Tensor.Ones(2, DataType.Float16), Tensor.Ones(2, DataType.Int64)).DataType);
        Assert.Equal(2L, F.Einsum("i,i", Tensor.From(new[] { true, true }), Tensor.From(new byte[] { 1, 1 })).Item<long>());

        // 4096² is beyond float16, the result is not.
        Tensor large = Tensor.Full(2, 4096, DataType.Float16), small = Tensor.Full(2, 1 / 4096.0, DataType.Float16);
        Assert.Equal((Half)8192, F.Einsum("i,i,i->", large, large, small).Item<Half>());
    }

    [Fact]
    public void Einsum_OfNothing_HasAGradient()
    {
        Tensor x = Tensor.Zeros([2, 0], DataType.Float64).WithGradient(), y = Tensor.Zeros([0, 3], DataType.Float64).WithGradient();
        Tensor z = F.Einsum("ij,jk->ik", x, y);
        Assert.Equal(new double[6], z.ToArray<double>());
        z.Sum().Backward();
        Assert.Equal([2, 0], x.Gradient!.Shape);
        Assert.Equal([0, 3], y.Gradient!.Shape);
    }

    private static long[] Naive(string[] inputs, string output, int[] lengths, Tensor[] operands)
    {
        long[][] values = [.. operands.Select(x => x.ToArray<long>())];
        long[] result = new long[output.Aggregate(1, (product, label) => product * lengths[label - 'a'])];
        string all = string.Concat(inputs.SelectMany(term => term).Distinct());
        int total = all.Aggregate(1, (product, label) => product * lengths[label - 'a']);
        for (int i = 0; i < total; i++)
        {
            int[] position = new int[lengths.Length];
            int rest = i;
            foreach (char label in all)
            {
                position[label - 'a'] = rest % lengths[label - 'a'];
                rest /= lengths[label - 'a'];
            }

            int Place(string term) => term.Aggregate(0, (place, label) => (place * lengths[label - 'a']) + position[label - 'a']);
            long product = 1;
            for (int j = 0; j < inputs.Length; j++)
            {
                product *= values[j][Place(inputs[j])];
            }

            result[Place(output)] += product;
        }

        return result;
    }
}
