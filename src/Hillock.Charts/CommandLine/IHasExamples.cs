namespace Hillock.Charts.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
public interface IHasExamples
{
    /// <summary>Complete command lines, each with what it does.</summary>
    IReadOnlyList<Example> Examples { get; }
}
