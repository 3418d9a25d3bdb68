using System.Runtime.InteropServices;

namespace Hillock.Charts.CommandLine;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM, SIGQUIT or SIGHUP, of a terminal that is closed, into a cancellation; the second ends the process at once.
/// </summary>
/// <remarks>A file that grows beyond what the system allows (SIGXFSZ) is a fault of writing, not the end of the process.</remarks>
public sealed class Interruption : IDisposable
{
    // The same number in Linux and in macOS.
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    public Interruption()
    {
        PosixSignal[] ends = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];
        _registrations = [.. ends.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
        if (!OperatingSystem.IsWindows())
        {
            _registrations = [.. _registrations, PosixSignalRegistration.Create(FileSizeExceeded, static context => context.Cancel = true)];
        }
    }

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What an interrupted program returns to the shell: 128 and the number of the signal.</summary>
    public int ExitCode { get; private set; } = CommandLine.ExitCode.Interrupted;

    /// <summary>Ends to listen: signals end the process at once again.</summary>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        if (context.Cancel)
        {
            ExitCode = context.Signal switch
            {
                PosixSignal.SIGHUP => CommandLine.ExitCode.HungUp,
                PosixSignal.SIGQUIT => CommandLine.ExitCode.Quit,
                PosixSignal.SIGTERM => CommandLine.ExitCode.Terminated,
                _ => CommandLine.ExitCode.Interrupted,
            };
            _source.Cancel();
        }
    }
}
