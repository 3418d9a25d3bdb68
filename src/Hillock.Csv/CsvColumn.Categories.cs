namespace Hillock.Csv;

// Words for missing among the texts, and the column as categories.
public sealed partial class CsvColumn
{
    private MissingWords? _missing;

    /// <summary>Ends the reading: words for missing that stand among numbers or dates are missing cells, and unused room is given back.</summary>
    internal void Finish(MissingWords missing)
    {
        _missing = missing;
        if (_values.Length > _count + (_count / 8))
        {
            Array.Resize(ref _values, _count);
        }

        if (TextCount > 0)
        {
            TakeLimits(missing);
            TakeWordsForMissing(missing);
            ForgetUnusedTexts();
        }
    }

    private void TakeWordsForMissing(MissingWords missing)
    {
        int numbers = _count - MissingCount - TextCount;
        if (TextCount == 0 || numbers == 0)
        {
            return;
        }

        bool[] isMissing = [.. _texts.Select(text => missing.IsMissingAmongNumbers(text))];
        int words = 0;
        for (int row = 0; row < _count; row++)
        {
            words += IsText(row) && !isMissing[_textOfRow![row]] ? 1 : 0;
        }

        // Where most cells are words, a dash among them is told apart by who asks for categories.
        if (words > numbers)
        {
            return;
        }

        for (int row = 0; row < _count; row++)
        {
            if (IsText(row) && isMissing[_textOfRow![row]])
            {
                _textOfRow[row] = NoText;
                TextCount--;
                MissingCount++;
            }
        }
    }

    /// <summary>Whether words such as a dash or "none" are missing values in this column of text: two other words or more speak for it.</summary>
    internal bool HasWordsForMissing =>
        TextCount > 0 && _missing is not null && Words.Any(_missing.IsUsuallyMissing) && Words.Count(word => !_missing.IsUsuallyMissing(word)) >= 2;

    /// <summary>Whether a text cell is a word for missing.</summary>
    internal bool IsWordForMissing(string text) => _missing is not null && _missing.IsUsuallyMissing(text);

    /// <summary>How many cells are missing, words for missing among them.</summary>
    internal int CountMissing(bool words)
    {
        int count = MissingCount;
        for (int row = 0; words && row < _count; row++)
        {
            count += IsText(row) && IsWordForMissing(Text(row)) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The first row that is missing, a word for missing among them; or −1.</summary>
    internal int FirstMissingRow(bool words)
    {
        for (int row = 0; words && row < _count; row++)
        {
            if (IsMissing(row) || (IsText(row) && IsWordForMissing(Text(row))))
            {
                return row;
            }
        }

        return words ? -1 : FirstMissingRow();
    }

    /// <summary>
    /// The column as categories: the different numbers in ascending order, then the different texts in ordinal order, and
    /// the index of each row's, −1 when missing. A number is named by its value: <c>1</c> and <c>1.0</c> are one category.
    /// </summary>
    /// <param name="isMissing">The texts that are missing values; null for none.</param>
    internal (string[] Names, int[] Indices) ToCategories(Func<string, bool>? isMissing = null)
    {
        bool[] used = new bool[_texts.Count];
        Dictionary<double, int> numbers = [];
        List<(double Value, string Name, int Code)> all = [];
        Dictionary<int, double> wholes = [];
        for (int row = 0; row < _count; row++)
        {
            int code = Kept(row);
            if (code >= 0)
            {
                used[code] = true;
                if (!double.IsNaN(_values[row]))
                {
                    wholes[code] = _values[row];
                }
            }
            else if (!double.IsNaN(_values[row]) && numbers.TryAdd(_values[row] + 0.0, 0)) // -0 and 0 are one category
            {
                all.Add((_values[row] + 0.0, CategoryName(_values[row] + 0.0), NoText));
            }
        }

        foreach ((int code, double value) in wholes)
        {
            all.Add((value, _texts[code], code));
        }

        // Neighbours beyond 2^53 have one value; of equal length, their digits are in their order, which is turned around below zero.
        all.Sort(static (a, b) => a.Value != b.Value ? a.Value.CompareTo(b.Value)
            : a.Name.Length != b.Name.Length ? (a.Value < 0 ? -1 : 1) * a.Name.Length.CompareTo(b.Name.Length)
            : (a.Value < 0 ? -1 : 1) * string.CompareOrdinal(a.Name, b.Name));
        foreach (string text in Enumerable.Range(0, _texts.Count).Where(code => used[code] && !wholes.ContainsKey(code)).Select(code => _texts[code])
            .Where(text => isMissing is null || !isMissing(text)).Order(StringComparer.Ordinal))
        {
            all.Add((double.NaN, text, _codes[text]));
        }

        if (HasMoreTexts)
        {
            all.Add((double.NaN, OtherTexts, NoText));
        }

        int[] order = new int[_texts.Count];
        Array.Fill(order, -1);
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].Code >= 0)
            {
                order[all[i].Code] = i;
            }
            else if (!double.IsNaN(all[i].Value))
            {
                numbers[all[i].Value] = i;
            }
        }

        int[] indices = new int[_count];
        for (int row = 0; row < indices.Length; row++)
        {
            int code = Kept(row);
            indices[row] = code >= 0 ? order[code] : code == MoreTexts ? all.Count - 1 : double.IsNaN(_values[row]) ? -1 : numbers[_values[row] + 0.0];
        }

        return ([.. all.Select(static category => category.Name)], indices);
    }

    /// <summary>Some of the categories, in the order of <see cref="DistinctValues"/>.</summary>
    internal IReadOnlyList<string> Categories(int count, bool withoutWordsForMissing)
    {
        int words = withoutWordsForMissing ? Words.Count(IsWordForMissing) : 0;
        IEnumerable<string> texts = DistinctValues(Math.Max(count, count + words)).Where(text => !withoutWordsForMissing || !IsWordForMissing(text));
        return [.. texts.Take(count).Select(text => HoldsCodes ? text.PadLeft(_codeLength, '0') : text)];
    }

    // A code keeps its zeros; where some rows have lost them, as spreadsheets lose them, they get them back.
    private string CategoryName(double value) => HoldsCodes ? Show(value).PadLeft(_codeLength, '0') : Show(value);

    /// <summary>A number for each row, the same for the same cell: −1 when missing.</summary>
    internal int[] GroupIndices()
    {
        Dictionary<double, int> numbers = [];
        int texts = _texts.Count + (_more?.Count ?? 0);
        int[] indices = new int[_count];
        for (int row = 0; row < indices.Length; row++)
        {
            int code = _textOfRow is null ? NoText : _textOfRow[row];
            double value = _values[row] + 0.0;
            if (code < 0 && !double.IsNaN(value))
            {
                numbers.TryAdd(value, texts + numbers.Count);
                code = numbers[value];
            }

            indices[row] = code;
        }

        return indices;
    }
}
