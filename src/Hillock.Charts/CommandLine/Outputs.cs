namespace Hillock.Charts.CommandLine;

/// <summary>The outputs of a command, none of which takes the others with it: a fault of one is told when all are written.</summary>
internal sealed class Outputs
{
    private readonly List<string> _faults = [];

    /// <summary>Writes a file, where one is asked for.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">The file; null for none.</param>
    /// <param name="text">Makes what it is to hold.</param>
    public void Write(string option, string? path, Func<string> text)
    {
        if (path is not null)
        {
            string named = $"Cannot write {path}:";
            Write(
                () => OutputFile.WriteText(path, text()),
                fault => fault.StartsWith(named, StringComparison.Ordinal)
                    ? string.Concat($"Cannot write {path} ({option}):", fault.AsSpan(named.Length))
                    : $"Cannot write {path} ({option}): {fault}");
        }
    }

    /// <summary>Writes to the console.</summary>
    public void Write(Action write) => Write(write, static fault => fault);

    /// <summary>Tells what could not be written.</summary>
    /// <exception cref="CommandException">There is such an output.</exception>
    public void Complete()
    {
        if (_faults.Count > 0)
        {
            throw new CommandException(string.Join(" ", _faults));
        }
    }

    private void Write(Action write, Func<string, string> told)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _faults.Add(told(ErrorLine.Of(exception)));
        }
    }
}
