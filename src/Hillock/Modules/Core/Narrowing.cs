using System.Globalization;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// Whether numbers that are to be copied into another type are beyond it: finite ones that would become infinite, or in a type of whole numbers any that would
/// become another one, NaN and infinities among them.
/// </summary>
internal static class Narrowing
{
    private const int Block = 1 << 13, Shown = 4;

    /// <summary>Whether a type has finite numbers that are beyond another.</summary>
    internal static bool IsPossible(DataType from, DataType to) =>
        from != to && to != DataType.Bool && (to.IsFloatingPoint() ? Largest(from) > Largest(to) : from.IsFloatingPoint() || Largest(from) > Largest(to));

    /// <summary>What is beyond the types of the targets, tensor by tensor; null if nothing is.</summary>
    /// <param name="pairs">The name, the stored type, what gives the stored numbers, and the type that they are to have.</param>
    /// <param name="release">Whether the numbers were read to be looked at, and their memory can be used again.</param>
    internal static string? Fault(IEnumerable<(string Name, DataType From, Func<Tensor> Value, DataType To)> pairs, bool release = false)
    {
        List<string> faults = [];
        foreach ((string name, DataType from, Func<Tensor> value, DataType to) in pairs)
        {
            if (IsPossible(from, to))
            {
                Tensor tensor = value();
                if (Fault(name, tensor, to) is { } fault)
                {
                    faults.Add(fault);
                }

                if (release)
                {
                    tensor.Release();
                }
            }
        }

        string more = faults.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $"; and {faults.Count - Shown} more tensors") : "";
        return faults.Count == 0 ? null : $"{string.Join("; ", faults.Take(Shown))}{more}. Load into parameters of the stored type, or read the tensors, " +
            "bring them into range, as by F.Clamp, and pass them to LoadStateDict";
    }

    private static string? Fault(string name, Tensor value, DataType to)
    {
        Tensor flat = value.Detach().Contiguous().Reshape(-1);
        long beyond = 0;
        double largest = 0;
        for (int start = 0; start < flat.Length; start = Partition.End(start, Block, flat.Length))
        {
            Tensor block = flat.Slice(0, start, Partition.End(start, Block, flat.Length));
            double[] before = block.ToArray<double>(), after = block.To(to).ToArray<double>();
            for (int i = 0; i < before.Length; i++)
            {
                if (to.IsFloatingPoint() ? double.IsFinite(before[i]) && !double.IsFinite(after[i]) : Math.Truncate(before[i]) != after[i])
                {
                    beyond++;
                    largest = !(Math.Abs(before[i]) <= Math.Abs(largest)) ? before[i] : largest;
                }
            }
        }

        return beyond == 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{beyond} of the {flat.Length} numbers of \"{name}\", stored as {value.DataType.Name()}, are beyond what {to.Name()} holds, the largest " +
            $"{largest:G9}");
    }

    private static double Largest(DataType type) => type switch
    {
        DataType.Float16 => (double)Half.MaxValue,
        DataType.BFloat16 => 3.38953138925153547e38, // (2 − 2⁻⁷)·2¹²⁷
        DataType.Float32 => float.MaxValue,
        DataType.Float64 => double.MaxValue,
        DataType.Int64 => long.MaxValue,
        DataType.Int32 => int.MaxValue,
        DataType.UInt8 => byte.MaxValue,
        _ => 1,
    };
}
