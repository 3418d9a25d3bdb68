using System.Text;

namespace Hillock.Charts.CommandLine;

/// <summary>A file that a command will write when its work is done.</summary>
public static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Fails now rather than after minutes of work if a file cannot be written.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="IOException">The folder does not exist or takes no files, or the file is a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void CheckWritable(string? path)
    {
        if (path is not null)
        {
            new AtomicFile(path).Dispose();
        }
    }

    /// <summary>Whether there is a file that writing would replace: no pipe and no device.</summary>
    internal static bool IsThere(string path) => File.Exists(path) && FileKinds.Of(RealPath.Of(path)) == FileKind.Plain;

    /// <summary>Refuses two outputs to the same file, or an output over an input, also where links lead to it.</summary>
    /// <exception cref="CommandException">They are the same.</exception>
    internal static void RequireDifferent(string firstOption, string firstPath, string secondOption, string? secondPath)
    {
        if (secondPath is not null && RealPath.AreSame(firstPath, secondPath))
        {
            string way = firstPath == secondPath ? "" : $", where {secondPath} leads";
            throw new CommandException($"{firstOption} and {secondOption} are both {firstPath}{way}; name two files.", ExitCode.Usage);
        }
    }

    /// <summary>Writes text, completely or not at all, as UTF-8.</summary>
    /// <param name="path">The file, which is replaced if it exists.</param>
    /// <param name="text">What it is to hold.</param>
    /// <exception cref="IOException">The file cannot be written; it is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Utf8.GetBytes(text)));

    /// <summary>Writes bytes, completely or not at all.</summary>
    internal static void Write(string path, Action<Stream> write)
    {
        using AtomicFile file = new(path);
        write(file.Stream);
        file.Commit();
    }
}
