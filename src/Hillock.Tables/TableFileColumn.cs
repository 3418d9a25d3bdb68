using Hillock.Csv;

namespace Hillock.Tables;

/// <summary>A column of a Parquet or Arrow file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its cells are; null where they are nothing that a table has a place for, and the column is refused.</param>
/// <param name="Content">What it holds, in words, such as <c>texts</c> or <c>lists</c>.</param>
public sealed record TableFileColumn(string Name, CsvCellKind? Kind, string Content);
