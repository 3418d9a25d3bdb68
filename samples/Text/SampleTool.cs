using System.CommandLine;
using System.Globalization;
using System.Text;
using Hillock.Cli.CommandLine;

namespace Hillock.Samples.Text;

/// <summary>Runs the command of a sample as a program.</summary>
public static class SampleTool
{
    /// <summary>Runs a command line: faults become one line, and Ctrl-C cancels.</summary>
    /// <param name="root">The command.</param>
    /// <param name="arguments">The words behind the program's name.</param>
    /// <returns>What the program returns to the shell: 0, 1 for a failure, 2 for a command line not understood, 130 when interrupted.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        using var interruption = new Interruption();
        return await ToolRunner.RunAsync(root, arguments, Console.Out, Console.Error, interruption.Token);
    }
}
