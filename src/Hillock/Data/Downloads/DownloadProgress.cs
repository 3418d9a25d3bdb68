namespace Hillock.Data;

/// <summary>How far a download is.</summary>
/// <param name="Name">The file.</param>
/// <param name="Received">The bytes that are there, those of an earlier download that broke off included.</param>
/// <param name="Length">The bytes of the whole file.</param>
public readonly record struct DownloadProgress(string Name, long Received, long Length);
