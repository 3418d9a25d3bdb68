namespace Hillock.Cli.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
internal interface IHasExamples
{
    /// <summary>Complete command lines, each with what it does.</summary>
    IReadOnlyList<Example> Examples { get; }
}
