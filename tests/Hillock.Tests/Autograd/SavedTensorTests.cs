using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Autograd;

/// <summary>
/// Of every operation, each tensor that it was given, and its result, changed in place before the backward pass: the pass says so, or it never needed the
/// tensor, and the gradient is that without the change.
/// </summary>
[Trait("Speed", "slow")]
public class SavedTensorTests
{
    private static readonly Dictionary<string, OperationCase> Cases = OperationCatalogue.All().ToDictionary(one => one.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void Catalogue_HasManyOperationsWithGradients() =>
        Assert.True(Cases.Values.Count(one => Recorded(one, DataType.Float64, out _).RequiresGrad) > 120);

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_AfterAChangeInPlace_RefusesOrIsRight(string name)
    {
        OperationCase one = Cases[name];
        foreach (DataType type in one.Types)
        {
            if (!Recorded(one, type, out Tensor[] tensors).RequiresGrad)
            {
                continue;
            }

            // The last place is the result's.
            for (int place = 0; place <= tensors.Length; place++)
            {
                Check(one, type, place, "first", (y, leaves, change) =>
                {
                    change();
                    return Gradients.Of(Weighted(y), leaves);
                });
                Check(one, type, place, "first, differentiable", (y, leaves, change) =>
                {
                    change();
                    return Gradients.Of(Weighted(y), leaves, createGraph: true);
                });
                Check(one, type, place, "second", (y, leaves, change) =>
                {
                    Tensor?[] first = Gradients.Of(Weighted(y), leaves, createGraph: true);
                    change();
                    return Second(first, leaves);
                });
            }
        }
    }

    private static void Check(OperationCase one, DataType type, int place, string what, Func<Tensor, Tensor[], Action, Tensor?[]> run)
    {
        Tensor[] expected = Run(one, type, -1, run)!;
        Tensor[] actual;
        try
        {
            actual = Run(one, type, place, run)!;
        }
        catch (InvalidOperationException refusal) when (refusal.Message.Contains("changed in place", StringComparison.Ordinal))
        {
            return;
        }

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                expected[i].ToArray<double>().AsSpan().SequenceEqual(actual[i].ToArray<double>()),
                $"{one.Name}, {type}, {what}: gradient {i} is silently wrong after {(place < one.Tensors.Length ? $"tensor {place}" : "the result")} was changed in place.");
        }
    }

    private static Tensor[] Run(OperationCase one, DataType type, int place, Func<Tensor, Tensor[], Action, Tensor?[]> run)
    {
        Tensor y = Recorded(one, type, out Tensor[] tensors);
        Tensor[] leaves = Array.FindAll(tensors, tensor => tensor.RequiresGrad);
        Tensor?[] gradients = run(y, leaves, () =>
        {
            if (place >= 0)
            {
                Change(place < tensors.Length ? tensors[place] : y);
            }
        });
        return [.. gradients.Select((gradient, i) => gradient ?? Tensor.ZerosLike(leaves[i]))];
    }

    private static Tensor Recorded(OperationCase one, DataType type, out Tensor[] tensors)
    {
        tensors = [.. one.Tensors.Select(tensor => tensor.DataType.IsFloatingPoint() ? tensor.To(type).Clone().WithGradient() : tensor.Clone())];
        return one.Call(tensors);
    }

    private static Tensor Weighted(Tensor y) => F.Sum(F.Multiply(y, OperationCatalogue.Reals(9, [1, .. y.Shape.Dimensions]).Reshape(y.Shape).To(y.DataType)));

    private static Tensor?[] Second(Tensor?[] first, Tensor[] leaves)
    {
        Tensor? sum = null;
        foreach (Tensor? gradient in first)
        {
            if (gradient is { RequiresGrad: true })
            {
                Tensor term = Weighted(gradient);
                sum = sum is null ? term : F.Add(sum, term);
            }
        }

        return sum is null ? new Tensor?[leaves.Length] : Gradients.Of(sum, leaves);
    }

    private static void Change(Tensor tensor)
    {
        Tensor plain = tensor.Detach();
        if (plain.DataType.IsFloatingPoint())
        {
            plain.CopyFrom(F.Subtract(1, plain));
        }
        else if (plain.DataType == DataType.Bool)
        {
            plain.CopyFrom(F.Equal(plain.To(DataType.Float32), 0));
        }
        else
        {
            // Another class or position that there is.
            plain.CopyFrom(F.Equal(plain, 0).To(plain.DataType));
        }
    }
}
