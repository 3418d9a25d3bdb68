namespace Hillock.Kernels;

/// <summary>
/// Which elements of a dense <c>[batch, channels, length]</c> are normalised together. A plane is the <c>length</c> elements of one channel of one sample; a
/// unit is a number of planes: those of a channel in all samples (batch normalisation), or those of neighbouring channels in one sample.
/// </summary>
/// <param name="Batch">The samples.</param>
/// <param name="Channels">The channels.</param>
/// <param name="Length">The elements of a plane.</param>
/// <param name="Groups">The units of a sample; 0 where a unit goes through all samples.</param>
internal readonly record struct NormPlanes(int Batch, int Channels, int Length, int Groups)
{
    /// <summary>The number of units.</summary>
    internal int Units => Groups == 0 ? Channels : Batch * Groups;

    /// <summary>The planes of a unit.</summary>
    internal int Count => Groups == 0 ? Batch : Channels / Groups;

    /// <summary>The elements of a unit.</summary>
    internal long UnitLength => (long)Count * Length;

    /// <summary>How far the planes of a unit lie apart, in planes.</summary>
    internal int Step => Groups == 0 ? Channels : 1;

    /// <summary>The first plane of a unit.</summary>
    internal int First(int unit) => Groups == 0 ? unit : unit * (Channels / Groups);

    /// <summary>The channel of a plane.</summary>
    internal int Channel(int plane) => plane % Channels;

    /// <summary>The unit of a plane.</summary>
    internal int Unit(int plane) => Groups == 0 ? plane % Channels : plane / (Channels / Groups);
}
