using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>The Philox streams of this folder: four letters in the upper half, a number such as the class or the epoch in the lower.</summary>
internal static class RandomStreams
{
    public const ulong KFold = 0x4B466C64_00000000; // "KFld"
    public const ulong StratifiedKFold = 0x53744B46_00000000; // "StKF", plus the class
    public const ulong GroupKFold = 0x47724B46_00000000; // "GrKF"
    public const ulong Batches = 0x42746368_00000000; // "Btch", plus the epoch
    public const ulong BalancedBatches = 0x4261426C_00000000; // "BaBl", plus the epoch
    public const ulong RowSplit = 0x526F5370_00000000; // "RoSp"
    public const ulong WeightedBatches = 0x57654261_00000000; // "WeBa", plus the epoch
    public const ulong BucketBatches = 0x42754261_00000000; // "BuBa", plus the epoch
    public const ulong Windows = 0x57696E64_00000000; // "Wind"
    public const ulong Contiguous = 0x436F6E74_00000000; // "Cont", plus the epoch
    public const ulong Items = 0x4974656D_00000000; // "Item", plus the epoch
    public const ulong WholeBatches = 0x57684261_00000000; // "WhBa", plus the epoch
    public const ulong Position = 0x506F7369_00000000; // "Posi", plus the generator
    public const ulong Noise = 0x4E6F6973_00000000; // "Nois", plus the generator

    /// <summary>A generator whose seed is one of the numbers of an epoch's stream.</summary>
    public static Philox Key(ulong seed, ulong stream, int epoch, ulong index) => new(new Philox(seed, stream + (uint)epoch).Bits64(index));
}
