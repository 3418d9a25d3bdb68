using Hillock.Cli;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>Runs command lines within this process.</summary>
internal sealed class Tool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hillock");

    /// <summary>A path in a folder that disappears with this object.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>The names of all files in that folder.</summary>
    public IEnumerable<string> Files => _folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.Name).Order(StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Runs a command line.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        StringWriter output = new(), error = new();
        int exitCode = await HillockTool.RunAsync(arguments, output, error, TestContext.Current.CancellationToken);
        NamedOptions.Check(arguments, error.ToString());
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line that must succeed and be silent about it on standard error.</summary>
    public static async Task<string> SucceedAsync(params string[] arguments)
    {
        (int exitCode, string? output, string? error) = await RunAsync(arguments);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        return output;
    }

    /// <summary>Runs a command line that must fail with one line on standard error, which is returned without the tool's name.</summary>
    public static async Task<string> FailAsync(int exitCode, params string[] arguments)
    {
        (int ExitCode, string Output, string Error) result = await RunAsync(arguments);
        Assert.Equal("", result.Output);
        Assert.Matches(@"^hillock: [^\n]+\n$", result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
        return result.Error["hillock: ".Length..].TrimEnd('\n');
    }
}
