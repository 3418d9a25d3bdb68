using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// A sum of products in Einstein's notation: <c>Einsum("bij,bjk-&gt;bik", x, y)</c> is <c>zᵦᵢₖ = Σⱼ xᵦᵢⱼ·yᵦⱼₖ</c>, a product of matrices.
    /// </summary>
    /// <param name="equation">
    /// A letter for each axis of each operand, operands separated by commas, then <c>-&gt;</c> and the letters of the result. Letters that the result lacks
    /// are summed over. A letter twice in an operand takes the diagonal: <c>ii-&gt;i</c>, and <c>ii-&gt;</c> is the trace. An ellipsis <c>...</c> stands for
    /// the axes that are not named, which broadcast. Without an arrow the result has the ellipsis and then the letters that occur once, capitals first.
    /// Spaces mean nothing.
    /// </param>
    /// <param name="operands">The tensors, at least one. They are brought to one type; whole numbers and truth values give an Int64.</param>
    /// <returns>The result; a view of the operand where the equation only reorders its axes.</returns>
    /// <remarks>
    /// Axes of length 1 broadcast. Operands are contracted in pairs, the pair first that saves most elements, by products of matrices, so it is as fast as
    /// <see cref="MatMul"/>. 16-bit types are computed in float32 and rounded once. Gradients of any order.
    /// </remarks>
    /// <exception cref="ArgumentException">The equation cannot be read, or does not fit the operands.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([1f, 2, 3, 4], [2, 2]);
    /// Console.WriteLine(F.Einsum("ij-&gt;ji", x)[0]); // float32 [2] [1, 3]
    /// Console.WriteLine(F.Einsum("ii-&gt;", x)); // float32 [] 5
    /// </code>
    /// </example>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(equation);
        if (operands.IsEmpty)
        {
            throw new ArgumentException("Einsum expects at least one tensor but got none.", nameof(operands));
        }

        int[] ranks = new int[operands.Length];
        DataType type = DataType.Bool;
        for (int i = 0; i < ranks.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(operands[i], nameof(operands));
            ranks[i] = operands[i].Rank;
            type = DataTypes.Promote(type, operands[i].DataType);
        }

        type = type.IsFloatingPoint() ? type : DataType.Int64;
        DataType wide = Widening.Wider(type, DataType.Float32);
        EinsumEquation parsed = EinsumEquation.Parse(equation, ranks);
        List<EinsumTerm> terms = new List<EinsumTerm>();
        for (int i = 0; i < ranks.Length; i++)
        {
            terms.Add(EinsumTerm.Of(equation, i, operands[i].To(wide), parsed.Inputs[i]));
        }

        return EinsumContraction.Run(equation, terms, parsed.Output).To(type);
    }
}
