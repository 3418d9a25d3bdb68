namespace Hillock.Cli.Reports;

/// <summary>A class and how many rows have it.</summary>
internal sealed record ClassCount(string Name, int Rows);
