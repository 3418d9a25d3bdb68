using System.CommandLine;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Data;

namespace Hillock.Cli.Commands;

/// <summary>The options that say what becomes of columns of categories before a network is given them.</summary>
internal sealed class CategoryOptions
{
    private const int MaximumCategories = 1 << 16;
    private const string Target = "target";

    private readonly Option<int?> _rare = ToolOption.OptionalWhole(
        "--rare-categories", "Categories with fewer than N rows of the training part become one, and so do those that it has not. [default: each stays]", 2,
        int.MaxValue);

    private readonly Option<string> _encode = ToolOption.Choice(
        "--encode", "How columns of categories are given: a column of 0 and 1 for each, or, from ten categories on, the target's mean in its other rows.",
        "onehot", "onehot", Target);

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [_rare, _encode];

    /// <summary>How a table is read, with what they say.</summary>
    public TableOptions With(ParseResult result, TableOptions options)
    {
        PreprocessingOptions preparation = new()
        {
            ImputeMissing = options.Columns.AllowMissing,
            RareRows = result.GetValue(_rare) ?? 0,
            Encoding = result.GetValue(_encode) == Target ? CategoryEncoding.Target : CategoryEncoding.OneHot,
        };
        bool takesMany = preparation.RareRows > 0 || preparation.Encoding == CategoryEncoding.Target;
        return options with
        {
            Preparation = preparation,
            Columns = takesMany ? options.Columns with { MaximumCategories = MaximumCategories } : options.Columns,
        };
    }
}
