using Spectre.Console;

namespace Hillock.Charts.CommandLine;

/// <summary>Consoles over the writers that a command was given.</summary>
internal static class Terminal
{
    /// <summary>The width of tables when the output is no terminal: fits a mail, a log, a README.</summary>
    public const int DefaultWidth = 80;

    // Nobody reads tables in less; it is what a terminal says that does not know.
    private const int NarrowestWidth = 16;

    /// <summary>A console for results. Colours, and the terminal's width, only where a person looks on.</summary>
    public static IAnsiConsole ForOutput(TextWriter output) =>
        Create(output, ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);

    /// <summary>A console for progress, or <see langword="null"/> when nobody looks on.</summary>
    public static IAnsiConsole? ForProgress(TextWriter error) =>
        ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected ? Create(error, isTerminal: true) : null;

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Profile.Capabilities.Unicode = true;
        console.Pipeline.Attach(new LegibleHook());
        if (!isTerminal)
        {
            console.Profile.Width = DefaultWidth;
        }
        else if (console.Profile.Width < NarrowestWidth)
        {
            console.Profile.Width = DefaultWidth; // some terminals report no width
        }

        return console;
    }
}
