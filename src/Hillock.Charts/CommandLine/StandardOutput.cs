using System.Text;

namespace Hillock.Charts.CommandLine;

/// <summary>Standard output, whose faults say what could not be written: the system's words alone are <c>No space left on device</c>.</summary>
internal sealed class StandardOutput(TextWriter output) : TextWriter(output.FormatProvider)
{
    private const int BadDescriptor = 9;

    public override Encoding Encoding => output.Encoding;

    public override void Write(char value) => Try(() => output.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => output.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => output.Write(value));

    public override void WriteLine(string? value) => Try(() => output.WriteLine(value));

    public override void Flush() => Try(output.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string cause = exception.Message.StartsWith("No space left", StringComparison.Ordinal) ? "no space left; make room, or send it elsewhere."
                : exception is UnauthorizedAccessException || exception.HResult == BadDescriptor ? "it is closed; leave it open, or send it to /dev/null."
                : exception.Message;
            throw new IOException($"Cannot write to standard output: {cause}", exception);
        }
    }
}
