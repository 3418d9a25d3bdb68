using BenchmarkDotNet.Attributes;
using Hillock.Kernels;

namespace Hillock.Benchmarks;

/// <summary>The three products of a linear layer: x · Wᵀ forward, dy · W and dyᵀ · x backward.</summary>
public class MatMulBenchmarks
{
    private float[] _x = [];
    private float[] _weight = [];
    private float[] _y = [];
    private float[] _result = [];

    /// <summary>Batch, outputs and inputs.</summary>
    [Params("64x128x784", "128x256x784", "512x10x128", "1x128x784", "1024x1024x1024")]
    public string Shape { get; set; } = "";

    [Params(1, 2)]
    public int Threads { get; set; }

    private int Batch => Size(0);

    private int Outputs => Size(1);

    private int Inputs => Size(2);

    [GlobalSetup]
    public void Setup()
    {
        Parallelism.Threads = Threads;
        _x = Values(Batch * Inputs);
        _weight = Values(Outputs * Inputs);
        _y = Values(Batch * Outputs);
        _result = new float[Math.Max(Math.Max(_x.Length, _weight.Length), _y.Length)];
    }

    [Benchmark]
    public void Forward() => MatMul.Multiply<float>(
        _x, MatrixLayout.RowMajor(Batch, Inputs), _weight, MatrixLayout.RowMajor(Outputs, Inputs).Transposed, _result, MatrixLayout.RowMajor(Batch, Outputs));

    [Benchmark]
    public void InputGradient() => MatMul.Multiply<float>(
        _y, MatrixLayout.RowMajor(Batch, Outputs), _weight, MatrixLayout.RowMajor(Outputs, Inputs), _result, MatrixLayout.RowMajor(Batch, Inputs));

    [Benchmark]
    public void WeightGradient() => MatMul.Multiply<float>(
        _y, MatrixLayout.RowMajor(Batch, Outputs).Transposed, _x, MatrixLayout.RowMajor(Batch, Inputs), _result, MatrixLayout.RowMajor(Outputs, Inputs));

    private static float[] Values(int length)
    {
        Random random = new(1);
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }

    private int Size(int axis) => int.Parse(Shape.Split('x')[axis], System.Globalization.CultureInfo.InvariantCulture);
}
