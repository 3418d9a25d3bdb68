using System.CommandLine;

namespace Hillock.Charts.CommandLine;

/// <summary>A program that words faults for the command that they end.</summary>
internal interface IWordsFaults
{
    /// <summary>The line that is told of a fault.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="exception">The fault.</param>
    /// <param name="line">What <see cref="ErrorLine"/> says of it.</param>
    string Word(ParseResult result, Exception exception, string line);
}
