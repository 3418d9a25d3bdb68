using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

public sealed partial class MultiheadAttention
{
    // A pass has 2⁴⁰ numbers of its own, more than the weights of any attention.
    private const int PassBits = 40;

    // The whole way: projections, heads, attention, and back. Static keys and values are those of heads, projected already. Weights are [N, heads, L, S],
    // without N if there is no batch, and null if not wanted.
    private Tensor Attend(
        Tensor query, Tensor key, Tensor value, bool isStatic, AttentionMask? mask, Tensor? keyPadding, bool wantWeights, out Tensor? weights)
    {
        CheckInputs(query, key, value, isStatic);
        bool batched = query.Rank == 3;
        bool batchFirst = !batched || BatchFirst;
        Tensor x = batched ? query : query.Unsqueeze(0);
        int batch = x.Shape[batchFirst ? 0 : 1], length = x.Shape[batchFirst ? 1 : 0];
        (Tensor q, Tensor k, Tensor v) = isStatic ? ProjectQuery(x, key, value, batch, batchFirst)
            : ReferenceEquals(query, key) && ReferenceEquals(key, value) && InProjWeight is not null ? ProjectTogether(x, batchFirst)
            : Project(x, batched ? key : key.Unsqueeze(0), batched ? value : value.Unsqueeze(0), ReferenceEquals(key, value), batchFirst);
        int keys = k.Shape[2];
        if (BiasK is not null)
        {
            k = Append(k, BiasK);
            v = Append(v, BiasV!);
        }

        if (AddZeroAttention)
        {
            k = F.Pad(k, 0, 1, axis: 2);
            v = F.Pad(v, 0, 1, axis: 2);
        }

        AttentionMask? merged = new MultiheadMasks(batched, batch, NumHeads, length, keys, k.Shape[2] - keys).Merge(mask, keyPadding);
        AttentionOptions options = Options();
        Tensor heads;
        if (wantWeights)
        {
            heads = F.ScaledDotProductAttention(q, k, v, out weights, merged, options);
            weights = batched ? weights : weights.Squeeze(0);
        }
        else
        {
            heads = F.ScaledDotProductAttention(q, k, v, merged, options);
            weights = null;
        }

        // From [N, heads, L, E/heads] back to the order of the queries.
        Tensor joined = heads.Permute(batchFirst ? [0, 2, 1, 3] : [2, 0, 1, 3]).Reshape(x.Shape);
        Tensor y = OutProj.Forward(joined);
        return batched ? y : y.Squeeze(0);
    }

    private AttentionOptions Options()
    {
        bool drops = IsTraining && Dropout > 0;
        return !drops && _temperature == 1
            ? AttentionOptions.Default
            : new AttentionOptions
            {
                Beta = 1 / _temperature,
                Dropout = drops ? Dropout : 0,
                Random = drops ? _random : null,
                RandomStart = drops ? _passes.Next(PassBits) : 0,
            };
    }

    /// <summary>One product for queries, keys and values of the same input.</summary>
    private (Tensor Q, Tensor K, Tensor V) ProjectTogether(Tensor x, bool batchFirst)
    {
        Tensor packed = F.Linear(x, InProjWeight!, InProjBias);
        Tensor parts = packed.Reshape(x.Shape[0], x.Shape[1], 3, NumHeads, EmbedDim / NumHeads);
        return (PackedHeads.Part(parts, 0, batchFirst), PackedHeads.Part(parts, 1, batchFirst), PackedHeads.Part(parts, 2, batchFirst));
    }

    private (Tensor Q, Tensor K, Tensor V) Project(Tensor query, Tensor key, Tensor value, bool same, bool batchFirst)
    {
        int e = EmbedDim;
        Tensor q = Heads(F.Linear(query, QProjWeight ?? Rows(InProjWeight!, 0, 1), Rows(InProjBias, 0, 1)), batchFirst);
        if (same && InProjWeight is not null)
        {
            Tensor both = F.Linear(key, Rows(InProjWeight, 1, 2), Rows(InProjBias, 1, 2));
            return (q, Heads(both.Slice(2, 0, e), batchFirst), Heads(both.Slice(2, e, 2 * e), batchFirst));
        }

        return (
            q,
            Heads(F.Linear(key, KProjWeight ?? Rows(InProjWeight!, 1, 1), Rows(InProjBias, 1, 1)), batchFirst),
            Heads(F.Linear(value, VProjWeight ?? Rows(InProjWeight!, 2, 1), Rows(InProjBias, 2, 1)), batchFirst));
    }

    private (Tensor Q, Tensor K, Tensor V) ProjectQuery(Tensor query, Tensor keys, Tensor values, int batch, bool batchFirst)
    {
        Tensor q = Heads(F.Linear(query, QProjWeight ?? Rows(InProjWeight!, 0, 1), Rows(InProjBias, 0, 1)), batchFirst);
        return (q, keys.Reshape(batch, NumHeads, keys.Shape[1], keys.Shape[2]), values.Reshape(batch, NumHeads, values.Shape[1], values.Shape[2]));
    }

    /// <summary>Parts of a packed projection or bias.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(packed))]
    private Tensor? Rows(Tensor? packed, int first, int count) => packed?.Slice(0, first * EmbedDim, (first + count) * EmbedDim);

    /// <summary>A view of a projection as <c>[N, heads, length, E/heads]</c>.</summary>
    private Tensor Heads(Tensor x, bool batchFirst) =>
        x.Reshape(x.Shape[0], x.Shape[1], NumHeads, EmbedDim / NumHeads).Permute(batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3]);

    private Tensor Append(Tensor heads, Tensor bias)
    {
        Tensor one = bias.Reshape(1, NumHeads, 1, EmbedDim / NumHeads).Expand(heads.Shape[0], -1, -1, -1);
        return F.Concat([heads, one], 2);
    }

    private void CheckInputs(Tensor query, Tensor key, Tensor value, bool isStatic)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        string batchAxes = BatchFirst ? "N, L" : "L, N", keyAxes = BatchFirst ? "N, S" : "S, N";
        if (query.Rank is not (2 or 3) || query.Shape[-1] != EmbedDim)
        {
            throw new ArgumentException(
                $"MultiheadAttention expects a query of [{batchAxes}, {EmbedDim}], or of [L, {EmbedDim}] without a batch, but got {query.Shape}.",
                nameof(query));
        }

        if (isStatic)
        {
            int items = query.Rank == 2 ? 1 : query.Shape[BatchFirst ? 0 : 1];
            (string keys, string values) = ("keys", "values");
            CheckStatic(key, keys, items);
            CheckStatic(value, values, items);
            if (value.Shape[1] != key.Shape[1])
            {
                throw new ArgumentException(
                    $"MultiheadAttention expects a value for each of the {key.Shape[1]} keys but got values of {value.Shape} with keys of {key.Shape}.",
                    values);
            }
        }
        else
        {
            CheckRows(key, nameof(key), KDim);
            CheckRows(value, nameof(value), VDim);
            if (!value.Shape.Dimensions[..^1].SequenceEqual(key.Shape.Dimensions[..^1]))
            {
                throw new ArgumentException(
                    $"MultiheadAttention expects a value for each key, [{Rows(key)}{VDim}], but got a value of {value.Shape} with a key of {key.Shape}.",
                    nameof(value));
            }
        }

        CheckType(query, nameof(query));
        CheckType(key, nameof(key));
        CheckType(value, nameof(value));

        static string Rows(Tensor x) => string.Concat(x.Shape.Dimensions[..^1].ToArray().Select(length => $"{length}, "));

        void CheckRows(Tensor x, string name, int width)
        {
            if (x.Rank != query.Rank)
            {
                throw new ArgumentException(
                    query.Rank == 3
                        ? $"MultiheadAttention expects a {name} of [{keyAxes}, {width}] for a query of {query.Shape}, a batch, but got {x.Shape}; add its " +
                            $"axis with Unsqueeze({(BatchFirst ? 0 : 1)})."
                        : $"MultiheadAttention expects a {name} of [S, {width}] for a query of {query.Shape}, which is no batch, but got {x.Shape}.", name);
            }

            int axis = BatchFirst ? 0 : 1;
            if (x.Shape[-1] != width || (x.Rank == 3 && x.Shape[axis] != query.Shape[axis]))
            {
                string batch = query.Rank == 2 ? "S" : BatchFirst ? $"{query.Shape[0]}, S" : $"S, {query.Shape[1]}";
                throw new ArgumentException($"MultiheadAttention expects a {name} of [{batch}, {width}] for a query of {query.Shape} but got {x.Shape}.", name);
            }
        }

        void CheckStatic(Tensor x, string name, int items)
        {
            if (x.Rank != 3 || x.Shape[0] != items * NumHeads || x.Shape[2] != EmbedDim / NumHeads)
            {
                throw new ArgumentException(
                    $"MultiheadAttention expects static {name} of [N·heads, S, E/heads] = [{items * NumHeads}, S, {EmbedDim / NumHeads}] for a query of " +
                    $"{query.Shape} but got {x.Shape}.", name);
            }
        }

        void CheckType(Tensor x, string name)
        {
            DataType type = OutProj.Weight.DataType;
            if (x.DataType != type)
            {
                throw new ArgumentException(
                    $"MultiheadAttention expects a {name} of the parameters' type {type.Name()} but got {x.DataType.Name()}; convert with To.", name);
            }
        }
    }
}
