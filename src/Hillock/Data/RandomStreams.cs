namespace Hillock.Data;

/// <summary>The Philox streams of this folder: four letters in the upper half, a number such as the class or the epoch in the lower.</summary>
internal static class RandomStreams
{
    public const ulong KFold = 0x4B466C64_00000000; // "KFld"
    public const ulong StratifiedKFold = 0x53744B46_00000000; // "StKF", plus the class
    public const ulong GroupKFold = 0x47724B46_00000000; // "GrKF"
    public const ulong Batches = 0x42746368_00000000; // "Btch", plus the epoch
    public const ulong BalancedBatches = 0x4261426C_00000000; // "BaBl", plus the epoch
    public const ulong Position = 0x506F7369_00000000; // "Posi", plus the generator
    public const ulong Noise = 0x4E6F6973_00000000; // "Nois", plus the generator
}
