using Hillock.Autograd;
using Hillock.Data;
using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Images;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Epochs of the network of <see cref="CnnBenchmarks"/> on pictures that are decoded and changed as they are needed, by workers or without.</summary>
internal sealed class LoaderBenchmarks : IBenchmarkGroup
{
    private const int Batch = 128, Batches = 48, Size = 28, Classes = 10;

    private readonly Action _warmUp = Epochs(2, 2, true).Run;

    public string Name => "loader";

    public IEnumerable<BenchmarkCase> Cases(BenchmarkSettings settings)
    {
        string network = $"conv16-conv32 {Size}x{Size} batch {Batch} epoch of {Batches} sgd steps";
        yield return new BenchmarkCase($"{network}, tensors", Batch * Batches, "samples/s", OnTensors());
        foreach ((int workers, bool prepares) in ((int, bool)[])[(0, false), (1, false), (2, false), (2, true)])
        {
            (Action run, DataLoader loader) = Epochs(workers, Batches, prepares);
            using (loader)
            {
                string name = $"{network}, decoded and augmented, {workers} workers{(prepares ? ", epochs prepared" : "")}";
                yield return new BenchmarkCase(name, Batch * Batches, "samples/s", run, () => loader.Waited);
            }
        }
    }

    public void WarmUp() => _warmUp();

    private static (Action Run, DataLoader Loader) Epochs(int workers, int batches, bool prepares)
    {
        Compose augment = new(new RandomCrop(Size, padding: 2), new RandomHorizontalFlip(), new RandomErasing());
        DataLoader loader = new(
            new Pngs(Batch * batches), new DataLoaderOptions { BatchSize = Batch, Shuffle = true, Workers = workers },
            (item, random) => (augment.Apply(item.Inputs.To(DataType.Float32) * (1 / 255.0), random), item.Targets));
        Action<Tensor, Tensor> step = Step();
        int epoch = 0;
        return (Run, loader);

        void Run()
        {
            int left = loader.BatchCount;
            foreach ((Tensor inputs, Tensor targets) in loader.Epoch(epoch++))
            {
                if (--left == 0 && prepares)
                {
                    loader.PrepareEpoch(epoch);
                }

                step(inputs, targets);
            }
        }
    }

    private static Action OnTensors()
    {
        Tensor inputs = RandomTensor.Normal((int[])[Batch, 1, Size, Size]), targets = RandomTensor.Classes(Batch, Classes);
        Action<Tensor, Tensor> step = Step();
        return () =>
        {
            for (int i = 0; i < Batches; i++)
            {
                step(inputs, targets);
            }
        };
    }

    private static Action<Tensor, Tensor> Step()
    {
        Sequential model = CnnBenchmarks.Network();
        Sgd optimizer = new(model.Parameters(), learningRate: 0.01, momentum: 0.9);
        return (inputs, targets) =>
        {
            using TidyScope scope = TensorPool.BeginTidy();
            optimizer.ZeroGrad();
            F.CrossEntropy(model.Forward(inputs), targets).Backward();
            optimizer.Step();
        };
    }

    /// <summary>Pictures of soft stripes with noise, which PNG makes about as large as it makes those of clothes.</summary>
    private sealed class Pngs(int count) : IDataset<(Tensor Inputs, Tensor Targets)>
    {
        private readonly byte[][] _files = [.. Enumerable.Range(0, count).Select(File)];

        public int Count => _files.Length;

        public (Tensor Inputs, Tensor Targets) this[int index] =>
            (Picture.Read(_files[index].AsMemory(), "picture", PictureChannels.Gray), Tensor.From([(long)index % Classes], []));

        private static byte[] File(int index)
        {
            Philox noise = new((ulong)index);
            byte[] pixels = new byte[Size * Size];
            for (int i = 0; i < pixels.Length; i++)
            {
                (int y, int x) = int.DivRem(i, Size);
                double wave = 100 * Math.Sin((x + index) * 0.3) * Math.Cos((y * 0.2) + index);
                pixels[i] = (byte)Math.Clamp(128 + wave + (20 * noise.UniformSingle((ulong)i)), 0, byte.MaxValue);
            }

            using MemoryStream file = new();
            Picture.WritePng(file, Tensor.From(pixels, [1, Size, Size]));
            return file.ToArray();
        }
    }
}
