using System.Globalization;

namespace Hillock.Data;

/// <summary>Where files of data sets are kept, and how they are fetched if they are not there.</summary>
public sealed record DownloadOptions
{
    /// <summary>
    /// The folder with a folder for each data set; null for that of the environment variable <c>HILLOCK_CACHE</c>, or else <c>hillock</c> in the system's
    /// folder for caches: <c>%LOCALAPPDATA%</c>, <c>~/Library/Caches</c>, <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>.
    /// </summary>
    public string? Cache { get; init; }

    /// <summary>Addresses of folders that have the files under their names, in the place of the usual ones; null for those.</summary>
    public IReadOnlyList<Uri>? Mirrors { get; init; }

    /// <summary>Whether nothing may be fetched: a file that is not there is a <see cref="DownloadException"/> that says what to place where.</summary>
    public bool Offline { get; init; }

    /// <summary>
    /// The time after which a server that does not answer, or sends less than a kilobyte, is given up for the next one. What came stays for the next attempt.
    /// </summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often all addresses are tried in turn, at least 1; an attempt that brought a good piece of the file does not count. An address that has no such
    /// file, or another one, is not tried again.
    /// </summary>
    public int Rounds { get; init; } = 3;

    /// <summary>The pause before the second round, which doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Is told of bytes that came, some times a second; null for nobody.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }

    /// <summary>What sends the requests, such as a handler with a proxy of its own; null for the runtime's. It is not disposed.</summary>
    public HttpMessageHandler? Handler { get; init; }

    internal void Check()
    {
        if (Rounds < 1)
        {
            throw new ArgumentOutOfRangeException(
                "options", Rounds, string.Create(CultureInfo.InvariantCulture, $"Rounds expects 1 or more but got {Rounds}."));
        }

        if (!(StallTimeout > TimeSpan.Zero && StallTimeout.TotalMilliseconds < int.MaxValue))
        {
            throw new ArgumentOutOfRangeException("options", StallTimeout, $"StallTimeout expects a time above 0 and below 24 days but got {StallTimeout}.");
        }

        if (!(RetryDelay >= TimeSpan.Zero && RetryDelay.TotalHours <= 1))
        {
            throw new ArgumentOutOfRangeException("options", RetryDelay, $"RetryDelay expects 0 to an hour but got {RetryDelay}.");
        }

        if (Mirrors is { } mirrors && mirrors.FirstOrDefault(static mirror => !mirror.IsAbsoluteUri || mirror.Scheme is not ("http" or "https")) is { } bad)
        {
            throw new ArgumentException($"Mirrors expects absolute http or https addresses but got '{bad}'.", "options");
        }
    }
}
