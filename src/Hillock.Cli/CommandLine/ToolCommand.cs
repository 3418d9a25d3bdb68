using System.CommandLine;

namespace Hillock.Cli.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class ToolCommand(string name, string description) : Command(name, description)
{
    /// <summary>Complete command lines, each with what it does.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }
}
