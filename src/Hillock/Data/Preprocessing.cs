namespace Hillock.Data;

/// <summary>
/// What stands between a table and a network: <see cref="Standardization"/> of the numeric columns, then <see cref="OneHotEncoding"/> of the categorical ones,
/// both fitted on the training part alone.
/// </summary>
public sealed class Preprocessing
{
    private Preprocessing(Standardization standardization, OneHotEncoding encoding)
    {
        Standardization = standardization;
        Encoding = encoding;
    }

    /// <summary>The first step.</summary>
    public Standardization Standardization { get; }

    /// <summary>The second step.</summary>
    public OneHotEncoding Encoding { get; }

    /// <summary>Fits both steps.</summary>
    /// <param name="training">The training part.</param>
    /// <param name="imputeMissing">Whether missing numbers are allowed; they then become the training mean.</param>
    /// <returns>The transformation.</returns>
    /// <exception cref="ArgumentException">No rows, or a missing number when they are not allowed.</exception>
    public static Preprocessing Fit(TabularData training, bool imputeMissing = false) =>
        new(Standardization.Fit(training, imputeMissing), OneHotEncoding.Fit(training));

    /// <summary>Transforms a table with the columns of the training part into one without missing values and categories.</summary>
    /// <param name="data">The training part itself or a held-out part.</param>
    /// <returns>A new table with the same rows and targets.</returns>
    /// <exception cref="ArgumentException">Other columns, or a missing number when they are not allowed.</exception>
    public TabularData Apply(TabularData data) => Encoding.Apply(Standardization.Apply(data));
}
