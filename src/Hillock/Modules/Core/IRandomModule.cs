namespace Hillock.Modules;

/// <summary>A module that draws random numbers in training, of which it counts the passes.</summary>
internal interface IRandomModule
{
    /// <summary>The passes, to be read and set.</summary>
    ref RandomPasses Passes { get; }
}
