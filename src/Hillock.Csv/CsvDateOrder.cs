namespace Hillock.Csv;

/// <summary>In which order dates of three numbers are written.</summary>
public enum CsvDateOrder
{
    /// <summary>Found out, column by column: a number above 12 tells day from month. Where none does, points mean the day first, slashes the month.</summary>
    Auto,

    /// <summary>The day first, as in 31/12/2024.</summary>
    DayMonthYear,

    /// <summary>The month first, as in 12/31/2024.</summary>
    MonthDayYear,

    /// <summary>The year first, as in 2024-12-31 or 24/12/31.</summary>
    YearMonthDay,
}
