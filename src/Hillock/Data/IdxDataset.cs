using System.Globalization;

namespace Hillock.Data;

/// <summary>Reads a pair of IDX files, images and labels, as a classification table.</summary>
public static class IdxDataset
{
    /// <summary>Reads two files.</summary>
    /// <param name="imagesPath">The images: rank 2 or more, one image an index of the first axis.</param>
    /// <param name="labelsPath">The labels: rank 1, integers from 0.</param>
    /// <param name="classNames">The classes' names in the order of the labels; the labels themselves by default.</param>
    /// <returns>One row an image, its pixels flattened and unscaled (0 to 255 for bytes).</returns>
    /// <exception cref="DataFormatException">A file is no IDX file or damaged, the two do not fit together, or only one class occurs.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TabularData Read(string imagesPath, string labelsPath, IReadOnlyList<string>? classNames = null) =>
        Combine(IdxFile.Read(imagesPath), imagesPath, IdxFile.Read(labelsPath), labelsPath, classNames);

    /// <summary>Reads two streams.</summary>
    /// <param name="images">The images: rank 2 or more, one image an index of the first axis.</param>
    /// <param name="labels">The labels: rank 1, integers from 0.</param>
    /// <param name="classNames">The classes' names in the order of the labels; the labels themselves by default.</param>
    /// <returns>One row an image, its pixels flattened and unscaled (0 to 255 for bytes).</returns>
    /// <exception cref="DataFormatException">A stream is not IDX or damaged, the two do not fit together, or only one class occurs.</exception>
    public static TabularData Read(Stream images, Stream labels, IReadOnlyList<string>? classNames = null) =>
        Combine(IdxFile.Read(images, "IDX images"), "IDX images", IdxFile.Read(labels, "IDX labels"), "IDX labels", classNames);

    private static TabularData Combine(
        NumericArray images, string imagesSource, NumericArray labels, string labelsSource, IReadOnlyList<string>? classNames)
    {
        if (images.Rank < 2)
        {
            throw new DataFormatException(
                imagesSource, null, $"images have rank 2 or more, but this is {NumericArray.Describe(images.Shape)}",
                "name the images first and the labels second");
        }

        if (labels.Rank != 1 || labels.ElementType is ElementType.Float32 or ElementType.Float64)
        {
            throw new DataFormatException(
                labelsSource, null, $"labels are integers of rank 1, but this is {NumericArray.Describe(labels.Shape)} of {labels.ElementType}",
                "name the images first and the labels second");
        }

        int rows = labels.Length;
        if (images.Shape[0] != rows)
        {
            throw new DataFormatException(
                labelsSource, null, $"there are {rows} labels for the {images.Shape[0]} images of {imagesSource}",
                "name the labels that belong to these images");
        }

        if (images.Length == 0)
        {
            throw new DataFormatException(imagesSource, null, $"the shape {NumericArray.Describe(images.Shape)} holds no pixels", "download the file again");
        }

        int[] classes = Array.ConvertAll(labels.ToDouble(), static x => (int)x);
        string[] names = Name(classes, labelsSource, classNames);
        float[] features = images.ToSingle();
        int bad = Array.FindIndex(features, static x => !float.IsFinite(x));
        if (bad >= 0)
        {
            throw new DataFormatException(imagesSource, $"image {bad / (features.Length / rows)}", "a pixel is not finite", "replace it by a finite number");
        }

        return TabularData.Classification(
            features, TabularColumn.Numbered(features.Length / rows), classes, names, "label", $"{imagesSource}, {labelsSource}");
    }

    private static string[] Name(int[] classes, string source, IReadOnlyList<string>? classNames)
    {
        const int MaximumClasses = 65536;
        int limit = classNames?.Count ?? MaximumClasses;
        int bad = Array.FindIndex(classes, x => (uint)x >= (uint)limit);
        if (bad >= 0)
        {
            throw new DataFormatException(
                source, $"label {bad}", $"the label {classes[bad]} is not one of 0 to {limit - 1}", "number the classes from 0 and name them all");
        }

        if (Array.TrueForAll(classes, x => x == classes[0]))
        {
            throw new DataFormatException(source, null, $"every label is {classes[0]}", "a classification needs at least two classes: use another file");
        }

        if (classNames is not null)
        {
            return [.. classNames];
        }

        string[] names = new string[classes.Max() + 1];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = i.ToString(CultureInfo.InvariantCulture);
        }

        return names;
    }
}
