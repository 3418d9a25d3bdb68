using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>Runs assemblies in processes of their own, such as the project <c>Hillock.Digests</c>, which lies beside the tests.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Starts what several tests wait for, apart from the test that happens to be first: its end is not that of the others.</summary>
    public static Task<T> Share<T>(Func<Task<T>> run)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(run);
        }
    }

    /// <summary>Runs that project to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set, such as the runtime's <c>DOTNET_EnableAVX2=0</c>.</param>
    /// <returns>The lines that it wrote.</returns>
    public static async Task<string[]> RunAsync(string arguments, params (string Name, string Value)[] environment)
    {
        string output = await RunAsync(Path.Combine(AppContext.BaseDirectory, "Hillock.Digests.dll"), arguments, null, environment);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Runs an assembly to its end; fails unless it returns 0.</summary>
    /// <param name="assembly">Its path; a file <c>.runtimeconfig.json</c> of the same name lies beside it.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its working directory; that of the tests when null.</param>
    /// <param name="environment">Variables to set.</param>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string assembly, string arguments, string? folder, params (string Name, string Value)[] environment)
    {
        string program = Path.GetFileNameWithoutExtension(assembly);
        ProcessStartInfo start = StartInfo(assembly, arguments, folder);
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
            Assert.Fail($"{program} {arguments} did not end within {Limit.TotalMinutes} minutes.");
        }

        Assert.True(process.ExitCode == 0, $"{program} {arguments} ended with {process.ExitCode}:\n{await error}");
        return (await output).ReplaceLineEndings("\n");
    }

    /// <summary>How to start the project <c>Hillock.Digests</c>, for a test that does not wait for its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo StartInfo(string arguments) => StartInfo(Path.Combine(AppContext.BaseDirectory, "Hillock.Digests.dll"), arguments, null);

    private static ProcessStartInfo StartInfo(string assembly, string arguments, string? folder)
    {
        // The host that runs this process: <root>/shared/Microsoft.NETCore.App/<version>/.
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return new(File.Exists(host) ? host : "dotnet", $"\"{assembly}\" {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? "",
        };
    }
}
