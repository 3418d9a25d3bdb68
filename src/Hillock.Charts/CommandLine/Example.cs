namespace Hillock.Charts.CommandLine;

/// <summary>A command line as a user would type it, and what it does.</summary>
/// <param name="CommandLine">The whole line, the program's name included.</param>
/// <param name="Description">What it does, in a sentence.</param>
public sealed record Example(string CommandLine, string Description);
