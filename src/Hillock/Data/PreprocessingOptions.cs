namespace Hillock.Data;

/// <summary>What <see cref="Preprocessing"/> does with the columns of a table; all of it is fitted on the training part alone.</summary>
public sealed record PreprocessingOptions
{
    /// <summary>
    /// Whether missing features are allowed. A missing number then becomes the training mean, a missing category a value of its own.
    /// </summary>
    public bool ImputeMissing { get; init; }

    /// <summary>Categories with fewer training rows than this become one (<see cref="RareCategories"/>); 0, the default, and 1 for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    public int RareRows
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(RareRows));
            field = value;
        }
    }

    /// <summary>Categories of a smaller share of the training rows than this become one; 0, the default, for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 0, of 1 or more, or NaN.</exception>
    public double RareShare
    {
        get;
        init => field = value is >= 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(RareShare), value, $"RareShare expects at least 0 and less than 1 but got {value}; 0.01 is usual.");
    }

    /// <summary>What becomes of columns of many categories.</summary>
    public CategoryEncoding Encoding { get; init; }

    /// <summary>With <see cref="CategoryEncoding.Target"/>, columns of fewer categories stay columns of 0 and 1, from which nothing is lost.</summary>
    public int FewestCategories { get; init; } = 10;

    /// <summary>
    /// How many rows of the average row's target a category's mean counts like: the more, the nearer are the means of small categories to that of all.
    /// <see langword="null"/> to take it of the variances within the category and of all rows.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative number, or one that is not finite.</exception>
    public double? Smoothing
    {
        get;
        init => field = value is null || (value >= 0 && double.IsFinite(value.Value)) ? value
            : throw new ArgumentOutOfRangeException(nameof(Smoothing), value, $"Smoothing expects a number of rows, 0 or more, but got {value}; 10 is usual.");
    }

    /// <summary>How many parts the training rows are divided into, of which each is encoded by the means of the others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2.</exception>
    public int Folds
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2, nameof(Folds));
            field = value;
        }
    } = 5;

    /// <summary>The seed of that division.</summary>
    public ulong Seed { get; init; }
}
