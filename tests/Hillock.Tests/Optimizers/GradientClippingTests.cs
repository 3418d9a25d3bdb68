using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Optimizers;

[Collection(ParallelismCollection.Name)]
public class GradientClippingTests
{
    /// <summary>Norm and quotients by mpmath; PyTorch's differ by the 1e-6 that it adds to the norm.</summary>
    [Theory]
    [InlineData(DataType.Float32, 1e-6)]
    [InlineData(DataType.Float64, 1e-15)]
    public void ClipGradients_AboveTheLimit_ScalesAllTogether(DataType type, double tolerance)
    {
        (Sgd optimizer, Tensor[] parameters) = Make(type, [0.5, -1.25, 2], [3, -0.75, 0.125, 1.5]);
        Assert.Equal(4.20007440410286065, optimizer.ClipGradients(1.5), 1e-14);
        double[] expected =
        [
            0.17856826518772126776, -0.4464206629693031694, 0.71427306075088507104, 1.0714095911263276066, -0.26785239778158190164, 0.04464206629693031694,
            0.53570479556316380328,
        ];
        double[] clipped = Gradients(parameters);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], clipped[i], tolerance);
        }

        Assert.Equal(1.5, optimizer.ClipGradients(100), 10 * tolerance);
    }

    /// <summary>max(−m, min(g, m)) of each element: numbers within keep their bits, NaN stays.</summary>
    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void ClipGradientValues_CutsEachElementOff(DataType type)
    {
        (Sgd optimizer, Tensor[] parameters) = Make(type, [0.5, -1.25, 2], [double.NegativeInfinity, double.PositiveInfinity, double.NaN, 0.25, -0.0]);
        optimizer.ClipGradientValues(0.75);
        Assert.Equal([0.5, -0.75, 0.75, -0.75, 0.75, double.NaN, 0.25, -0.0], Gradients(parameters));
        Assert.True(double.IsNegative(Gradients(parameters)[^1]));
        foreach (double bad in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Contains(
                "finite magnitude above 0", Assert.Throws<ArgumentOutOfRangeException>("maximum", () => optimizer.ClipGradientValues(bad)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ClipGradientValues_OfADifferentiableGradient_MakesItNumbers()
    {
        Tensor w = Tensor.From([3f, 0.25f]).WithGradient();
        Sgd optimizer = new([w], 1);
        F.Sum(w * w).Backward(createGraph: true);
        optimizer.ClipGradientValues(1);
        Assert.Equal([1, 0.5f], w.Gradient!.ToArray<float>());
        Assert.False(w.Gradient.RequiresGrad);
    }

    [Theory]
    [InlineData(DataType.Float16, 60000)]
    [InlineData(DataType.BFloat16, 1e38)]
    [InlineData(DataType.Float32, 3e38)]
    [InlineData(DataType.Float64, 1.7e308)]
    public void GradientsAreFinite_UntilOneElementIsNot(DataType type, double large)
    {
        foreach (double last in (double[])[large, -large, 0, double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            (Sgd optimizer, _) = Make(type, [large, -large], [.. Enumerable.Repeat(1e-5, 70), last]);
            Assert.Equal(double.IsFinite(last), optimizer.GradientsAreFinite());
        }
    }

    [Fact]
    public void ClipGradients_WithinTheLimit_ChangesNoBit()
    {
        (Sgd optimizer, Tensor[] parameters) = Make(DataType.Float32, [3], [4]);
        Assert.Equal(5, optimizer.ClipGradients(5));
        Assert.Equal([3, 4], Gradients(parameters));
    }

    /// <summary>The squares of these leave the type's range; the norm does not.</summary>
    [Theory]
    [InlineData(DataType.Float32, 1e25)]
    [InlineData(DataType.Float32, 1e38)]
    [InlineData(DataType.Float32, 1e-30)]
    [InlineData(DataType.Float32, 1e-42)]
    [InlineData(DataType.Float64, 1e200)]
    [InlineData(DataType.Float64, 1e308)]
    [InlineData(DataType.Float64, 1e-200)]
    [InlineData(DataType.Float64, 1e-310)]
    public void ClipGradients_FarFromOne_NeitherOverflowsNorVanishes(DataType type, double unit)
    {
        (Sgd optimizer, Tensor[] parameters) = Make(type, [0.3 * unit, 0], [0.4 * unit]);
        double[] given = Gradients(parameters);
        double expected = unit * Math.Sqrt((given[0] / unit * (given[0] / unit)) + (given[2] / unit * (given[2] / unit)));
        Assert.Equal(1, optimizer.ClipGradients(double.MaxValue) / expected, 1e-12);
        Assert.Equal(given, Gradients(parameters));
    }

    /// <summary>The factor limit/norm is no normal number of the gradient's type; the result is.</summary>
    [Theory]
    [InlineData(DataType.Float32, 1e38, 1e-4)]
    [InlineData(DataType.Float32, 1e38, 1e-8)]
    [InlineData(DataType.Float32, 3.4e38, 1e-37)]
    [InlineData(DataType.Float32, 2, 2e-38)]
    [InlineData(DataType.BFloat16, 1e38, 1e-8)]
    [InlineData(DataType.Float64, 1e308, 1e-10)]
    [InlineData(DataType.Float64, 1.7e308, 1e-300)]
    public void ClipGradients_ByAVerySmallFactor_KeepsTheLimit(DataType type, double norm, double limit)
    {
        double tolerance = type switch { DataType.Float64 => 1e-14, DataType.Float32 => 2e-7, _ => 1.0 / 256 };
        foreach (bool differentiable in new[] { false, true })
        {
            (Sgd optimizer, Tensor[] parameters) = Make(type, [0.6 * norm], [0, -0.8 * norm]);
            if (differentiable)
            {
                foreach (Tensor parameter in parameters)
                {
                    Tensor slope = parameter.Gradient!.Clone();
                    parameter.ZeroGrad();
                    F.Sum(parameter * slope.WithGradient()).Backward(createGraph: true);
                }
            }

            Assert.Equal(1, optimizer.ClipGradients(limit) / norm, tolerance);
            double[] clipped = Gradients(parameters);
            Assert.Equal(0.6, clipped[0] / limit, tolerance);
            Assert.Equal(-0.8, clipped[2] / limit, tolerance);
            Assert.Equal(0, clipped[1]);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ClipGradients_OfNoFiniteNorm_ReportsIt(double value)
    {
        (Sgd optimizer, Tensor[] parameters) = Make(DataType.Float32, [1, value], [2]);
        Assert.Equal(value, optimizer.ClipGradients(1));
        Assert.Equal([1, value, 2], Gradients(parameters));
    }

    [Fact]
    public void ClipGradients_OfNoGradient_IsZero()
    {
        Sgd optimizer = new([Tensor.Ones(3).WithGradient()], 1);
        Assert.Equal(0, optimizer.ClipGradients(1));
        optimizer.Groups[0].Parameters[0].Gradient = Tensor.Zeros(3);
        Assert.Equal(0, optimizer.ClipGradients(1));
    }

    [Fact]
    public void ClipGradients_OfAView_ScalesIt()
    {
        Tensor parameter = Tensor.Ones([2, 2]).WithGradient();
        parameter.Gradient = Tensor.From([0f, 3, 4, 0], [2, 2]).Transpose();
        Assert.Equal(5, new Sgd([parameter], 1).ClipGradients(2.5));
        Assert.Equal([0, 2, 1.5f, 0], parameter.Gradient!.ToArray<float>());
    }

    [Fact]
    public void ClipGradients_OnAnyNumberOfThreads_HasTheSameBits()
    {
        static (double, float[]) Clip(int threads)
        {
            using ThreadScope scope = new(threads);
            Tensor parameter = Tensor.Ones(300_001).WithGradient();
            parameter.Gradient = Tensor.From([.. Enumerable.Range(0, 300_001).Select(i => (float)(i % 1013) / 7)]);
            double norm = new Sgd([parameter], 1).ClipGradients(1);
            return (norm, parameter.Gradient!.ToArray<float>());
        }

        (double norm, float[] gradient) = Clip(1);
        Assert.True(norm > 1);
        (double otherNorm, float[] otherGradient) = Clip(3);
        Assert.Equal(norm, otherNorm);
        Assert.Equal(gradient, otherGradient);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ClipGradients_ToNoLimit_Throws(double maximum)
    {
        (Sgd optimizer, _) = Make(DataType.Float32, [1]);
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.ClipGradients(maximum));
        Assert.Contains("expects a finite norm above 0", exception.Message);
    }

    private static (Sgd Optimizer, Tensor[] Parameters) Make(DataType type, params double[][] gradients)
    {
        Tensor[] parameters = [.. gradients.Select(values => Tensor.Zeros(values.Length, type).WithGradient())];
        for (int i = 0; i < gradients.Length; i++)
        {
            parameters[i].Gradient = Tensor.From(gradients[i]).To(type);
        }

        return (new Sgd(parameters, 1), parameters);
    }

    private static double[] Gradients(Tensor[] parameters) => [.. parameters.SelectMany(parameter => parameter.Gradient!.ToArray<double>())];
}
