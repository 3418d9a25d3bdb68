using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The one way in which a function that is made of several operations is computed in a wider type than its arguments': they are converted once, all
/// operations and their gradients have the wide type, and the result is rounded once, as are the gradients of the arguments.
/// </summary>
/// <remarks>What is one operation, <see cref="Elementwise"/> computes in blocks without a wide copy.</remarks>
internal static class Widening
{
    /// <summary>Whether numbers of the type are stored alone, and computed in a wider one.</summary>
    internal static bool IsNarrow(DataType type) => type is DataType.Float16 or DataType.BFloat16;

    /// <summary>The wider of two floating-point types.</summary>
    internal static DataType Wider(DataType type, DataType least) => IsNarrow(type) || (type == DataType.Float32 && least == DataType.Float64) ? least : type;

    /// <summary>
    /// The least type that losses are computed in: float64 of 16-bit types, whose losses may be the small difference of a margin, a target or a probability.
    /// </summary>
    internal static DataType OfLoss(DataType type) => IsNarrow(type) ? DataType.Float64 : type;

    /// <summary>Computes <c>f(x)</c> in a type, or in that of <paramref name="x"/> if it is wider.</summary>
    internal static Tensor Apply(DataType least, Tensor x, Func<Tensor, Tensor> function) =>
        function(x.To(Wider(x.DataType, least))).To(x.DataType);

    /// <summary>Computes <c>f(x, state)</c>: with the state beside it, a function captures nothing, and a call makes no object for what it would.</summary>
    internal static Tensor Apply<TState>(DataType least, Tensor x, TState state, Func<Tensor, TState, Tensor> function) =>
        function(x.To(Wider(x.DataType, least)), state).To(x.DataType);

    /// <summary>Computes <c>f(x, y, state)</c> of two tensors of one type.</summary>
    internal static Tensor Apply<TState>(DataType least, Tensor x, Tensor y, TState state, Func<Tensor, Tensor, TState, Tensor> function)
    {
        DataType type = Wider(x.DataType, least);
        return function(x.To(type), y.To(type), state).To(x.DataType);
    }

    /// <summary>Computes <c>f(x, y, z, state)</c> of three tensors of one type.</summary>
    internal static Tensor Apply<TState>(DataType least, Tensor x, Tensor y, Tensor z, TState state, Func<Tensor, Tensor, Tensor, TState, Tensor> function)
    {
        DataType type = Wider(x.DataType, least);
        return function(x.To(type), y.To(type), z.To(type), state).To(x.DataType);
    }

    /// <summary>Computes <c>f(x, y)</c> of two tensors of one type.</summary>
    internal static Tensor Apply(DataType least, Tensor x, Tensor y, Func<Tensor, Tensor, Tensor> function)
    {
        DataType type = Wider(x.DataType, least);
        return function(x.To(type), y.To(type)).To(x.DataType);
    }

    /// <summary>Computes <c>f(x, y, z)</c> of three tensors of one type.</summary>
    internal static Tensor Apply(DataType least, Tensor x, Tensor y, Tensor z, Func<Tensor, Tensor, Tensor, Tensor> function)
    {
        DataType type = Wider(x.DataType, least);
        return function(x.To(type), y.To(type), z.To(type)).To(x.DataType);
    }
}
