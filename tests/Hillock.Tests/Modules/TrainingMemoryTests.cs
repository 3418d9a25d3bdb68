using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Steps of training take their tensors from the pool, and leave nothing behind.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class TrainingMemoryTests
{
    private const int Steps = 10_000, Warm = 200;

    // What a step may allocate beside the pool: graph, tensors' objects, iterators.
    private const long LargestStep = 64 << 10;

    public static TheoryData<string> Networks => ["cnn", "lstm"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Steps_TenThousand_KeepMemoryFlat(string name)
    {
        using ThreadScope threads = new(1);
        Action step = Make(name);
        for (int i = 0; i < Warm; i++)
        {
            step();
        }

        GC.Collect();
        long pool = TensorPool.TotalBytes, heap = GC.GetTotalMemory(forceFullCollection: true), allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Steps; i++)
        {
            step();
        }

        long each = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Steps;
        Assert.True(each < LargestStep, $"A step of {name} allocates {each} bytes.");
        Assert.Equal(pool, TensorPool.TotalBytes);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, heap + (1 << 18));
    }

    private static Action Make(string name)
    {
        const int Batch = 4, Classes = 3;
        RandomSource random = new(0);
        Module body = name == "lstm" ? new Lstm(5, 8, batchFirst: true, random: random) : new Sequential(
            new Conv2d(1, 4, 3, padding: 1, random: random), new BatchNorm2d(4), new Activation<Relu>(), new MaxPool2d(2), new Flatten());
        Linear head = new(name == "lstm" ? 8 : 64, Classes, random: random);
        Tensor x = Tensor.RandomNormal(name == "lstm" ? (int[])[Batch, 10, 5] : [Batch, 1, 8, 8], new Philox(1));
        Tensor classes = Tensor.From((long[])[0, 1, 2, 1]);
        Sgd optimizer = new([.. body.Parameters(), .. head.Parameters()], learningRate: 0.01, momentum: 0.9);
        return () =>
        {
            using TidyScope scope = TensorPool.BeginTidy();
            optimizer.ZeroGrad();
            Tensor features = body is Lstm lstm ? lstm.Forward(x).Select(1, 9) : body.Forward(x);
            F.CrossEntropy(head.Forward(features), classes).Backward();
            optimizer.Step();
        };
    }
}
