using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules.Core;

/// <summary>What is done to the blocks of a result has the bits of the modules called one after the other.</summary>
[Collection(ParallelismCollection.Name)]
public class FollowingBitsTests
{
    private static readonly Dictionary<string, (Func<DataType, Module> Module, int[] Input)> Heads = new()
    {
        // Strips of whole lines, straight to the target and copied there.
        ["3x3"] = (type => new Conv2d(5, 12, 3, padding: 1, random: new RandomSource(1), dataType: type), [2, 5, 19, 17]),
        ["stride 2"] = (type => new Conv2d(5, 12, 3, 2, 1, random: new RandomSource(1), dataType: type), [3, 5, 21, 18]),
        ["groups"] = (type => new Conv2d(12, 12, 5, padding: 2, groups: 2, bias: false, random: new RandomSource(1), dataType: type), [2, 12, 9, 33]),

        // Gathered tiles, whose panels run from one input of the batch into the next.
        ["1x1"] = (type => new Conv2d(9, 12, 1, random: new RandomSource(1), dataType: type), [5, 9, 7, 11]),
        ["large 1x1"] = (type => new Conv2d(3, 12, 1, random: new RandomSource(1), dataType: type), [3, 3, 43, 44]),
        ["few places"] = (type => new Conv2d(4, 12, 3, random: new RandomSource(1), dataType: type), [2, 4, 4, 3]),

        // Few channels of the target.
        ["depth-wise"] = (type => new Conv2d(12, 12, 3, padding: 1, groups: 12, random: new RandomSource(1), dataType: type), [2, 12, 20, 37]),
        ["depth-wise, narrow"] = (type => new Conv2d(12, 12, 5, 2, 1, groups: 12, random: new RandomSource(1), dataType: type), [2, 12, 13, 9]),

        // Parts of lines, which are too long for a buffer.
        ["long lines"] = (type => new Conv2d(40, 12, 3, padding: 1, random: new RandomSource(1), dataType: type), [1, 40, 3, 1700]),
        ["reflected"] = (
            type => new Conv2d(5, 12, 3, padding: 1, paddingMode: PaddingMode.Reflect, random: new RandomSource(1), dataType: type), [2, 5, 9, 10]),
    };

    public static MatrixTheoryData<string, DataType> HeadsAndTypes => new(Heads.Keys, [DataType.Float32, DataType.Float64]);

    public static TheoryData<string> AllHeads => [.. Heads.Keys];

    [Theory]
    [MemberData(nameof(HeadsAndTypes))]
    public void EveryActivation_AfterAConvolution(string head, DataType type)
    {
        (Func<DataType, Module> module, int[] shape) = Heads[head];
        Module convolution = module(type);
        Tensor x = Chains.Numbers(Shape.Create(shape), type, special: true);
        Assert.True(ActivationCatalog.All.Count > 30);
        foreach (ActivationInfo info in ActivationCatalog.All)
        {
            foreach (int parameters in (int[])[1, 12])
            {
                ActivationFunction function = info.Create([.. info.Parameters.Select(parameter => parameter.Default ?? 0.25)]);
                Module activation = function.Accept(new Chains.ModuleOf(parameters, type));
                Sequential network = [convolution, activation];
                network.Evaluate();
                Assert.True(Chains.Apart(network, x).AsSpan().SequenceEqual(Chains.Together(network, x)), $"{info.Name} of {parameters} parameters");
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllHeads))]
    public void Chains_ForEveryWidthAndNumberOfThreads(string head)
    {
        (Func<DataType, Module> module, int[] shape) = Heads[head];
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Tensor x = Chains.Numbers(Shape.Create(shape), type, special: true);
            Sequential[] networks =
            [
                [module(type), Chains.Norm(12, type), new Activation<Silu>()],
                [module(type), Chains.Norm(12, type, affine: false), new LearnableActivation<PRelu>(12, dataType: type), new Activation<GeluTanh>()],
                [
                    new Residual(new Sequential(module(type), Chains.Norm(12, type)), new Sequential(module(type), new Activation<Tanh>())),
                    new Activation<Relu>(), new Conv2d(12, 3, 1, random: new RandomSource(2), dataType: type),
                ],
                [module(type), new Residual(new Sequential(new Activation<Sigmoid>(), new Activation<Identity>())), new Activation<Softplus>()],
            ];
            foreach (Sequential network in networks)
            {
                network.Evaluate();
                byte[] expected = Chains.Apart(network, x);
                foreach (int width in WidthScope.All)
                {
                    using WidthScope ofWidth = new(width);
                    foreach (int threads in (int[])[1, 2, 3, 7])
                    {
                        using ThreadScope ofThreads = new(threads);
                        Assert.True(
                            expected.AsSpan().SequenceEqual(Chains.Together(network, x)), $"{network}\n{type} with {threads} threads of {width} bits");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float32)]
    public void OtherAxesAndTypes(DataType type)
    {
        (Module Module, Shape Input)[] cases =
        [
            (new Conv1d(3, 6, 3, dataType: type), [2, 3, 40]), (new Conv1d(3, 6, 3, dataType: type), [3, 40]),
            (new Conv3d(2, 6, 3, padding: 1, dataType: type), [2, 2, 5, 6, 7]), (new Conv3d(2, 6, 2, dataType: type), [2, 5, 6, 7]),
            (new Conv2d(2, 6, 3, dataType: type), [0, 2, 9, 9]), (new ConvTranspose2d(2, 6, 3, 2, dataType: type), [2, 2, 9, 9]),
        ];
        foreach ((Module module, Shape shape) in cases)
        {
            Tensor x = Chains.Numbers(shape, type);
            Sequential network = [module, new Activation<Gelu>(), new LearnableActivation<PRelu>(dataType: type)];
            network.Evaluate();
            Assert.Equal(Chains.Apart(network, x), Chains.Together(network, x));
        }
    }

    [Fact]
    public void LargeResults_AreFusedUnasked_WithTheSameBits()
    {
        Sequential network = [new Conv2d(3, 16, 3, padding: 1, random: new RandomSource(1)), Chains.Norm(16), new Activation<HardSwish>()];
        network.Evaluate();
        Tensor x = Chains.Numbers([2, 3, 100, 101]);
        network.RequireGrad(false);
        Assert.Equal(Chains.Apart(network, x), Chains.Bits(network.Forward(x)));
    }
}
