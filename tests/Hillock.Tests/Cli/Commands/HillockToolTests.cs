using System.CommandLine;
using Hillock.Charts.CommandLine;
using Hillock.Cli;
using Hillock.Cli.Commands;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

public class HillockToolTests
{
    public static TheoryData<string> Commands => [.. HillockTool.CreateRoot().Subcommands.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_EveryCommand_ShowsAnExample(string name)
    {
        string help = await Tool.SucceedAsync(name, "--help");
        Assert.Contains("Usage:", help, StringComparison.Ordinal);
        Assert.Contains($"Examples:\n  hillock {name}", help, StringComparison.Ordinal);
        Assert.Contains("--help", help, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Examples_EveryCommand_CanBeParsed(string name)
    {
        RootCommand root = HillockTool.CreateRoot();
        ToolCommand command = Assert.IsAssignableFrom<ToolCommand>(root.Subcommands.Single(command => command.Name == name));
        Assert.NotEmpty(command.Examples);
        Assert.All(command.Examples, example =>
        {
            Assert.StartsWith($"hillock {name}", example.CommandLine, StringComparison.Ordinal);
            Assert.Empty(root.Parse(example.CommandLine["hillock ".Length..]).Errors);
        });
    }

    [Fact]
    public async Task Help_Root_ListsAllCommands()
    {
        string help = await Tool.SucceedAsync("--help");
        Assert.All(Commands, name => Assert.Contains($"\n  {name.Data} ", help, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_Option_PrintsTheVersion() => Assert.Matches(@"^\d+\.\d+\.\d+\n$", await Tool.SucceedAsync("--version"));

    [Theory]
    [InlineData("", "a command is missing: apply, ")]
    [InlineData("polt relu", "unknown command 'polt'; did you mean 'plot'? See 'hillock --help'.")]
    [InlineData("frobnicate", "unknown command 'frobnicate'. See 'hillock --help'.")]
    [InlineData("plot relu --derivativ", "unknown option '--derivativ'; did you mean '--derivative'? See 'hillock plot --help'.")]
    [InlineData("list --jsno=1", "unknown option '--jsno'; did you mean '--json'? See 'hillock list --help'.")]
    [InlineData("list layers extra", "unexpected argument 'extra'. See 'hillock list --help'.")]
    [InlineData("apply relu --input x.npy", "Option '--output' is required. See 'hillock apply --help'.")]
    [InlineData("list layer", "WHAT expects functions or layers but got 'layer'; did you mean 'layers'?")]
    [InlineData("bench gem", "GROUP expects ")]
    [InlineData("bench gemm --threads 0", "--threads expects a whole number from 1 to 1024 but got '0'. See 'hillock bench --help'.")]
    [InlineData("bench gemm --seconds -1", "--seconds expects a number above 0 but got '-1'. See 'hillock bench --help'.")]
    [InlineData(
        "bench gemm --sizes 64,x",
        "--sizes expects whole numbers from 1 to 1073741824 between commas, such as 64,128, but got '64,x'. See 'hillock bench --help'.")]
    public async Task Run_WrongCommandLine_SaysWhatAndWhereToReadOn(string commandLine, string expected) =>
        Assert.StartsWith(
            expected, await Tool.FailAsync(ExitCode.Usage, commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

    [Fact]
    public async Task Run_Cancelled_EndsWith130()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        StringWriter output = new(), error = new();
        Assert.Equal(ExitCode.Interrupted, await HillockTool.RunAsync(["bench", "gemm"], output, error, source.Token));
        Assert.Equal("hillock: interrupted.\n", error.ToString());
    }
}
