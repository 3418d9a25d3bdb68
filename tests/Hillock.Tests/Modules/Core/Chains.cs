using System.Runtime.InteropServices;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Tests.Modules.Core;

/// <summary>Chains of modules, run as they are and module by module.</summary>
internal static class Chains
{
    /// <summary>The bits of what a chain computes without gradients, with steps on blocks of every result that there may be some on.</summary>
    public static byte[] Together(Module network, Tensor x)
    {
        using StepsScope always = new();
        using (Gradients.Disabled())
        {
            return Bits(network.Forward(x));
        }
    }

    /// <summary>The bits of what its modules compute one after the other, each called by itself.</summary>
    public static byte[] Apart(Module network, Tensor x)
    {
        using (Gradients.Disabled())
        {
            return Bits(Each(network, x));
        }
    }

    public static byte[] Bits(Tensor x) =>
        x.DataType == DataType.Float64 ? MemoryMarshal.AsBytes<double>(x.ToArray<double>()).ToArray()
        : MemoryMarshal.AsBytes<float>(x.To(DataType.Float32).ToArray<float>()).ToArray();

    /// <summary>Numbers in ±2, and among them some of the special ones where they are wanted.</summary>
    public static Tensor Numbers(Shape shape, DataType type = DataType.Float32, bool special = false, int seed = 5)
    {
        Random random = new(seed);
        double[] values = [.. Enumerable.Range(0, shape.Length).Select(_ => (random.NextDouble() * 4) - 2)];
        double[] rare = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 1e30, -1e30, 1e-42];
        for (int i = 0; special && i < values.Length; i += 41)
        {
            values[i] = rare[i / 41 % rare.Length];
        }

        return Tensor.From(values, shape).To(type);
    }

    /// <summary>A batch normalisation whose numbers differ from channel to channel.</summary>
    public static BatchNorm2d Norm(int channels, DataType type = DataType.Float32, bool affine = true)
    {
        BatchNorm2d norm = new(channels, affine: affine, dataType: type);
        using (Gradients.Disabled())
        {
            norm.RunningMean!.CopyFrom(Numbers([channels], type, seed: 1));
            norm.RunningVariance!.CopyFrom(F.Abs(Numbers([channels], type, seed: 2)) + 0.1);
            if (affine)
            {
                norm.Weight!.CopyFrom(Numbers([channels], type, seed: 3));
                norm.Bias!.CopyFrom(Numbers([channels], type, seed: 4));
            }
        }

        norm.Evaluate();
        return norm;
    }

    private static Tensor Each(Module network, Tensor x) => network switch
    {
        Sequential chain => chain.Aggregate(x, (value, module) => Each(module, value)),
        Residual residual => F.Add(residual.Projection is null ? x : Each(residual.Projection, x), Each(residual.Body, x)),
        _ => network.Forward(x),
    };

    /// <summary>Does steps on small results too until disposed: other tests see the same bits meanwhile.</summary>
    internal sealed class StepsScope : IDisposable
    {
        private static int Open;

        public StepsScope() => BlockStep.PaysAlways = Interlocked.Increment(ref Open) > 0;

        public void Dispose() => BlockStep.PaysAlways = Interlocked.Decrement(ref Open) > 0;
    }

    /// <summary>The module of a function of the catalogue.</summary>
    internal sealed class ModuleOf(int parameters, DataType type) : IActivationVisitor<Module>
    {
        public Module Visit<TActivation>(TActivation function)
            where TActivation : struct, IActivation => new Activation<TActivation>(function);

        public Module VisitLearnable<TActivation>(TActivation function, double parameter)
            where TActivation : struct, ILearnableActivation
        {
            LearnableActivation<TActivation> module = new(parameters, dataType: type);
            using (Gradients.Disabled())
            {
                module.Parameter.CopyFrom(F.Abs(Numbers([parameters], type, seed: 6)) + 0.2);
            }

            return module;
        }

        public Module VisitRandom<TActivation>(TActivation function)
            where TActivation : struct, IRandomActivation => new RandomActivation<TActivation>(function);
    }
}
