namespace Hillock.Modules;

/// <summary>A module of a function that the catalogue may know, whatever its type.</summary>
internal interface IFunctionModule
{
    /// <summary>The function.</summary>
    object Function { get; }
}
