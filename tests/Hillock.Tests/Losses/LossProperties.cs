using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>What the tests of properties share.</summary>
internal static class LossProperties
{
    public static void Same(Tensor expected, Tensor actual) => Assert.Equal(expected.ToArray<double>(), actual.ToArray<double>());

    public static void Near(Tensor expected, Tensor actual, double tolerance) => Losses.Near.Assert(expected, actual, tolerance, "value");

    public static Tensor Random(ulong stream, Shape shape, float least, float most)
    {
        float[] values = new float[shape.Length];
        new Philox(5).WithStream(stream).FillUniform(values);
        return Tensor.From(values.Select(value => least + ((most - least) * value)).ToArray(), shape);
    }

    public static Tensor Random(ulong stream, int[] shape, float least, float most) => Random(stream, Shape.Create(shape), least, most);
}
