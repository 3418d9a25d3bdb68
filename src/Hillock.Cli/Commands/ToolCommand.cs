using System.CommandLine;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class ToolCommand(string name, string description) : Command(name, description), IHasExamples
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<Example> Examples { get; }
}
