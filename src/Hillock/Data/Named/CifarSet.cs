namespace Hillock.Data;

/// <summary>Colour pictures of 32 × 32 in records of 3073 bytes, a label and the red, green and blue planes, in files of an archive: CIFAR-10.</summary>
/// <param name="folder">The data set's folder in the cache.</param>
/// <param name="archive">The archive.</param>
/// <param name="inner">The folder in the archive that the files are in.</param>
/// <param name="files">The files: their lengths and SHA-256.</param>
/// <param name="classNames">The classes.</param>
internal sealed class CifarSet(
    string folder, RemoteFile archive, string inner, IReadOnlyDictionary<string, (long Length, string Sha256)> files, IReadOnlyList<string> classNames)
{
    private const int Side = 32, Channels = 3, Record = 1 + (Channels * Side * Side);

    /// <summary>Finds files, or fetches and unpacks the archive, and reads them.</summary>
    /// <param name="names">The files.</param>
    /// <param name="options">Where they are, and how they are fetched.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<BytePictures> LoadAsync(IReadOnlyList<string> names, DownloadOptions? options, CancellationToken cancellationToken)
    {
        options ??= new DownloadOptions();
        options.Check();
        string place = DataCache.Of(options, folder), unpacked = Path.Combine(place, inner);
        if (!names.All(name => File.Exists(Path.Combine(unpacked, name))))
        {
            string packed = await archive.FetchAsync(place, options, cancellationToken).ConfigureAwait(false);
            await Task.Run(
                () => TarFiles.Extract(packed, unpacked, files.ToDictionary(file => $"{inner}/{file.Key}", static file => file.Value), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }

        int count = 0;
        foreach (string name in names)
        {
            await FileDigest.RequireAsync(Path.Combine(unpacked, name), files[name].Length, files[name].Sha256, cancellationToken).ConfigureAwait(false);
            count += (int)(files[name].Length / Record);
        }

        byte[] pixels = new byte[count * (Record - 1)], labels = new byte[count];
        int row = 0;
        foreach (string name in names)
        {
            row = await Task.Run(() => Read(Path.Combine(unpacked, name), pixels, labels, row), cancellationToken).ConfigureAwait(false);
        }

        return new BytePictures(pixels, labels, Channels, Side, Side, classNames);
    }

    private int Read(string path, byte[] pixels, byte[] labels, int row)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.Length % Record != 0 || bytes.Length / Record > labels.Length - row)
        {
            throw new DataFormatException(
                path, null, FormattableString.Invariant($"records of {Record} bytes are expected but it has {bytes.Length} bytes"),
                "delete it, and the archive is unpacked anew");
        }

        for (; !bytes.IsEmpty; bytes = bytes[Record..], row++)
        {
            labels[row] = bytes[0] < classNames.Count ? bytes[0] : throw new DataFormatException(
                path, FormattableString.Invariant($"record {row}"), $"the label {bytes[0]} is not one of 0 to {classNames.Count - 1}",
                "delete it, and the archive is unpacked anew");
            bytes[1..Record].CopyTo(pixels.AsSpan(row * (Record - 1)));
        }

        return row;
    }
}
