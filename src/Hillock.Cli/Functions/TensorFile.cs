using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Cli.Functions;

/// <summary>Tensors in .npy files: float32 and float64, either order, any rank.</summary>
internal static class TensorFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensor, and whether the file stores the first axis fastest.</returns>
    /// <exception cref="DataFormatException">Not an .npy file, damaged, or of another type.</exception>
    public static (Tensor Tensor, bool FortranOrder) Read(string path)
    {
        NumericArray array = NpyFile.Read(path);
        Shape shape = Shape.Create(array.Shape);
        return (array.ElementType switch
        {
            ElementType.Float32 => Tensor.From(array.Values<float>(), shape),
            ElementType.Float64 => Tensor.From(array.Values<double>(), shape),
            _ =>
                throw new DataFormatException(
                    path, null, $"holds {array.ElementType.ToString().ToLowerInvariant()}, but float32 or float64 is needed",
                    "convert it: x.astype(numpy.float32)"),
        }, array.FortranOrder);
    }

    /// <summary>Reads a mask: truth values, or numbers of which 0 is false.</summary>
    /// <exception cref="DataFormatException">Not an .npy file, damaged, or holds NaN.</exception>
    public static Tensor ReadMask(string path)
    {
        NumericArray array = NpyFile.Read(path);
        double[] values = array.ToDouble();
        return values.Any(double.IsNaN)
            ? throw new DataFormatException(path, null, "holds a NaN, which is neither true nor false", "save the mask as bool: mask.astype(bool)")
            : Tensor.From(Array.ConvertAll(values, static value => value != 0), Shape.Create(array.Shape));
    }

    /// <summary>Reads targets: numbers, or whole numbers where they may be classes.</summary>
    /// <exception cref="DataFormatException">Not an .npy file, damaged, or of another type.</exception>
    public static Tensor ReadTargets(string path, bool classes)
    {
        NumericArray array = NpyFile.Read(path);
        return !classes || array.ElementType is ElementType.Float32 or ElementType.Float64
            ? Read(path).Tensor
            : Tensor.From(Array.ConvertAll(array.ToDouble(), value => (long)value), Shape.Create(array.Shape));
    }

    /// <summary>Writes tensors to files: all of them, or, when one cannot be written or the token is cancelled, none.</summary>
    public static void WriteAll(CancellationToken cancellationToken, params IReadOnlyList<(string Path, Tensor Tensor, bool FortranOrder)> outputs)
    {
        List<AtomicFile> files = [];
        try
        {
            foreach ((string? path, Tensor? tensor, bool fortranOrder) in outputs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                AtomicFile file = new(path);
                files.Add(file);
                if (tensor.DataType == DataType.Float32)
                {
                    NpyFile.Write<float>(file.Stream, tensor.ToArray<float>(), tensor.Shape.Dimensions, fortranOrder);
                }
                else
                {
                    NpyFile.Write<double>(file.Stream, tensor.ToArray<double>(), tensor.Shape.Dimensions, fortranOrder);
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            foreach (AtomicFile file in files)
            {
                file.Commit();
            }
        }
        finally
        {
            foreach (AtomicFile file in files)
            {
                file.Dispose();
            }
        }
    }
}
