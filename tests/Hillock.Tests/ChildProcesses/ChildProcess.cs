using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>Runs the project <c>Hillock.Digests</c>, which lies beside the tests, in a process of its own.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set, such as the runtime's <c>DOTNET_EnableAVX2=0</c>.</param>
    /// <returns>The lines that it wrote.</returns>
    public static async Task<string[]> RunAsync(string arguments, params (string Name, string Value)[] environment)
    {
        // The host that runs this process: <root>/shared/Microsoft.NETCore.App/<version>/.
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        string assembly = Path.Combine(AppContext.BaseDirectory, "Hillock.Digests.dll");
        ProcessStartInfo start = new(File.Exists(host) ? host : "dotnet", $"\"{assembly}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"Hillock.Digests {arguments} did not end within {Limit.TotalMinutes} minutes.");
        }

        Assert.True(process.ExitCode == 0, $"Hillock.Digests {arguments} ended with {process.ExitCode}:\n{await error}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
