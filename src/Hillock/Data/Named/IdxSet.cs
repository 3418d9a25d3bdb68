namespace Hillock.Data;

/// <summary>Grey pictures in two IDX files, as MNIST and what is made like it.</summary>
/// <param name="folder">The data set's folder in the cache.</param>
/// <param name="classNames">The classes.</param>
internal sealed class IdxSet(string folder, IReadOnlyList<string> classNames)
{
    /// <summary>Finds or fetches two files and reads them.</summary>
    /// <param name="images">The pictures.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="options">Where they are, and how they are fetched.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<BytePictures> LoadAsync(PackedFile images, PackedFile labels, DownloadOptions? options, CancellationToken cancellationToken)
    {
        options ??= new DownloadOptions();
        options.Check();
        string place = DataCache.Of(options, folder);
        string labelsPath = await labels.FindAsync(place, options, cancellationToken).ConfigureAwait(false);
        string imagesPath = await images.FindAsync(place, options, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Read(imagesPath, labelsPath), cancellationToken).ConfigureAwait(false);
    }

    private BytePictures Read(string imagesPath, string labelsPath)
    {
        NumericArray pixels = IdxFile.Read(imagesPath), classes = IdxFile.Read(labelsPath);
        if (pixels is not { ElementType: ElementType.UInt8, Rank: 3 } || classes is not { ElementType: ElementType.UInt8, Rank: 1 }
            || pixels.Shape[0] != classes.Length)
        {
            throw new DataFormatException(
                imagesPath, null, $"bytes of [count, height, width] with a label each are expected but there are {pixels} and labels {classes}",
                "delete both files, and they are fetched anew");
        }

        int bad = classes.Values<byte>().IndexOfAnyExceptInRange((byte)0, (byte)(classNames.Count - 1));
        return bad < 0 ? new BytePictures(pixels.Values<byte>(), classes.Values<byte>(), 1, pixels.Shape[1], pixels.Shape[2], classNames)
            : throw new DataFormatException(
                labelsPath, $"label {bad}", $"the label {classes.Values<byte>()[bad]} is not one of 0 to {classNames.Count - 1}",
                "delete it, and it is fetched anew");
    }
}
