namespace Hillock.Cli.CommandLine;

/// <summary>A command line as a user would type it, and what it does.</summary>
internal sealed record Example(string CommandLine, string Description);
