using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>The properties that PyTorch's own tests check of attention, by their number in our list of them.</summary>
public class AttentionChecklistTests
{
    public static TheoryData<string, int[], int[], bool, double> Shapes => new()
    {
        { "T220", [4, 3, 8], [4, 6, 8], false, 0 }, { "T220", [4, 3, 8], [4, 6, 8], true, 0 }, { "T220", [4, 3, 8], [4, 6, 8], false, 0.5 }, { "T220", [4, 3, 8], [4, 6, 8], true, 0.5 },
        { "T221", [4, 4, 3, 8], [4, 4, 6, 8], false, 0 }, { "T221", [4, 4, 3, 8], [4, 4, 6, 8], true, 0 }, { "T221", [4, 4, 3, 8], [4, 4, 6, 8], false, 0.5 }, { "T221", [4, 4, 3, 8], [4, 4, 6, 8], true, 0.5 },
        { "two axes", [130, 5], [300, 5], true, 0.5 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void T220_T221_OfAShape_IsThePlainFormula(string number, int[] queries, int[] keys, bool causal, double dropout)
    {
        Assert.NotEmpty(number);
        int l = queries[^2], s = keys[^2];
        AttentionOptions options = new() { Dropout = dropout, Random = new Philox(5), RandomStart = 1000 };
        var plain = new PlainAttention
        {
            Visible = causal ? (_, i, j) => j <= i : null,
            Kept = dropout > 0 ? (b, i, j) => new Philox(5).UniformSingle(1000 + (ulong)((((b * l) + i) * s) + j)) < 0.5f ? 0 : 2 : null,
        };
        foreach ((DataType type, double tolerance) in new[] { (DataType.Float64, 1e-13), (DataType.Float32, 3e-6) })
        {
            Tensor q = Normal(queries, 1, type), k = Normal(keys, 2, type), v = Normal(keys, 3, type);
            plain.Check(q, k, v, causal ? new CausalMask(CausalAlignment.UpperLeft) : null, options, tolerance);
        }
    }

    private static Tensor Normal(int[] shape, ulong seed, DataType type) => Tensor.RandomNormal(shape, new Philox(seed)).To(type);
}
