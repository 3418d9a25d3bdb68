using System.Text;
using Hillock.Data;

namespace Hillock.Cli.CommandLine;

/// <summary>A file that a command will write when its work is done.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Fails now rather than after minutes of work if a file cannot be written.</summary>
    /// <exception cref="IOException">As <see cref="AtomicFile(string)"/>.</exception>
    public static void CheckWritable(string? path)
    {
        if (path is not null)
            new AtomicFile(path).Dispose();
    }

    /// <summary>Refuses two outputs to the same file, or an output over an input.</summary>
    /// <exception cref="CommandException">They are the same.</exception>
    public static void RequireDifferent(string firstOption, string firstPath, string secondOption, string? secondPath)
    {
        if (secondPath is not null && Identity(firstPath) == Identity(secondPath))
            throw new CommandException($"{firstOption} and {secondOption} are both {firstPath}; name two files.", ExitCode.Usage);
    }

    // Where a file really is: writing follows links.
    private static string Identity(string path)
    {
        var full = Path.GetFullPath(path);
        var isLink = File.Exists(full) && !full.StartsWith("/dev/", StringComparison.Ordinal);
        return (isLink ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName : null) ?? full;
    }

    /// <summary>Writes text, completely or not at all.</summary>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Utf8.GetBytes(text)));

    /// <summary>Writes bytes, completely or not at all.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new AtomicFile(path);
        write(file.Stream);
        file.Commit();
    }
}
