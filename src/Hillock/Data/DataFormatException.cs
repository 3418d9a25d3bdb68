namespace Hillock.Data;

/// <summary>A file or stream does not hold what its reader expects: names the source, the place, the fault and the way out.</summary>
/// <remarks>The message is one line: <c>{source}, {place}: {problem}; {remedy}.</c></remarks>
public sealed class DataFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The file's path, or a name for the stream.</param>
    /// <param name="place">Where in the source, such as <c>line 7, column "age"</c> or <c>offset 16</c>; <see langword="null"/> for the whole of it.</param>
    /// <param name="problem">What was found and what was expected.</param>
    /// <param name="remedy">What the user can do about it.</param>
    /// <param name="innerException">The cause, if another exception was it.</param>
    public DataFormatException(string source, string? place, string problem, string remedy, Exception? innerException = null)
        : base($"{source}{(place is null ? "" : ", " + place)}: {problem}; {remedy}.", innerException)
    {
        DataSource = source;
        Place = place;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>The file's path, or a name for the stream.</summary>
    public string DataSource { get; }

    /// <summary>Where in the source; <see langword="null"/> when the whole of it is meant.</summary>
    public string? Place { get; }

    /// <summary>What was found and what was expected.</summary>
    public string Problem { get; }

    /// <summary>What the user can do about it.</summary>
    public string Remedy { get; }
}
