using Hillock.Data;

namespace Hillock.Tables.Arrow;

/// <summary>Reads files and streams of Apache Arrow.</summary>
internal sealed class ArrowTable : TableReader
{
    private readonly FileBytes _file;
    private readonly bool _isFile, _isEnded;
    private readonly ArrowField[] _fields;
    private readonly List<ArrowMessage> _messages;
    private readonly int[] _batches; // the places of those messages that are batches
    private readonly ArrowValues _values = new();
    private readonly Dictionary<long, ValueList> _dictionaries = [];
    private int _dictionariesUpTo; // the messages before are those whose dictionaries are read

    /// <summary>Opens a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="isFile">Whether it is a file with a footer.</param>
    public ArrowTable(FileBytes file, bool isFile)
    {
        (_file, _isFile) = (file, isFile);
        _messages = ArrowMessages.Read(file, isFile, out _isEnded);
        (ArrowMessage schema, int told) = isFile ? ArrowMessages.Footer(file)
            : _messages.Count > 0 && _messages[0].Kind == ArrowMessage.Schema ? (_messages[0], -1)
            : throw file.Damaged(0, "the first message is no schema");
        _batches = [.. Enumerable.Range(0, _messages.Count).Where(i => _messages[i].Kind == ArrowMessage.Batch)];
        (_fields, Columns) = Guarded(schema, message =>
        {
            if (message.Header.Short(0) != 0)
            {
                throw new DataFormatException(
                    file.Source, null, "the numbers of the Arrow file have their highest byte first", "write it anew on a little-endian machine");
            }

            ArrowField[] fields = ArrowField.Of(message.Header, message.Length);
            return (fields, Array.ConvertAll(fields, static field => new StoredColumn(field.Name, field.Meaning, field.Description)));
        });
        RowsOfParts = [.. _batches.Select(i => Guarded(_messages[i], message => new ArrowBatch(file, message, message.Header).Rows))];
        if (isFile && told != _batches.Length)
        {
            throw file.Damaged(file.Length, FormattableString.Invariant($"the footer tells of {told} batches, but there are {_batches.Length}"));
        }
    }

    /// <inheritdoc/>
    public override TableFileKind Kind => _isFile ? TableFileKind.ArrowFile : TableFileKind.ArrowStream;

    /// <inheritdoc/>
    public override IReadOnlyList<StoredColumn> Columns { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<long> RowsOfParts { get; }

    /// <inheritdoc/>
    public override IEnumerable<string> Notes => _isEnded ? []
        : ["the stream ends without the mark of its end: where it was cut off between two batches, rows are missing"];

    /// <inheritdoc/>
    public override void Read(int part, IReadOnlyList<int> columns, IReadOnlyList<ColumnCells> cells, CancellationToken cancellationToken)
    {
        ReadDictionaries(_batches[part], columns);
        Guarded(_messages[_batches[part]], message =>
        {
            ArrowBatch batch = new(_file, message, message.Header);
            ArrowPlace[] places = batch.Places(_fields);
            for (int i = 0; i < columns.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Read(batch, _fields[columns[i]], places[columns[i]], cells[i]);
            }

            return 0;
        });
    }

    private void Read(ArrowBatch batch, ArrowField field, ArrowPlace place, ColumnCells cells)
    {
        if (batch.CountOf(place) != batch.Rows)
        {
            throw new DamagedDataException(FormattableString.Invariant(
                $"the column \"{FileBytes.Short(field.Name)}\" has {batch.CountOf(place)} rows and not {batch.Rows}"));
        }

        if (field.DictionaryId is not { } id)
        {
            ValueList values = _values.Decode(batch, field, place);
            if (cells.TryAdd(values))
            {
                return;
            }

            for (int i = 0; i < values.Count && !cells.IsFull; i++)
            {
                values.Deliver(i, cells);
            }

            return;
        }

        ValueList? entries = _dictionaries.GetValueOrDefault(id);
        ValueList indices = _values.Places(batch, field, place);
        for (int i = 0; i < indices.Count && !cells.IsFull; i++)
        {
            if (indices.Missing is not null && indices.Missing[i])
            {
                cells.AddMissing();
                continue;
            }

            if (entries is null || (ulong)indices.Wholes[i] >= (ulong)entries.Count)
            {
                throw new DamagedDataException(FormattableString.Invariant(
                    $"a value of \"{FileBytes.Short(field.Name)}\" is the {indices.Wholes[i]}th of a dictionary of {entries?.Count ?? 0}"));
            }

            entries.Deliver((int)indices.Wholes[i], cells);
        }
    }

    // Dictionaries may grow or change between batches; those of a batch are what stands before it.
    private void ReadDictionaries(int until, IReadOnlyList<int> columns)
    {
        if (until < _dictionariesUpTo)
        {
            _dictionaries.Clear();
            _dictionariesUpTo = 0;
        }

        for (; _dictionariesUpTo < until; _dictionariesUpTo++)
        {
            if (_messages[_dictionariesUpTo].Kind == ArrowMessage.Dictionary)
            {
                Guarded(_messages[_dictionariesUpTo], message =>
                {
                    ReadDictionary(message);
                    return 0;
                });
            }
        }
    }

    private void ReadDictionary(ArrowMessage message)
    {
        long id = message.Header.Long(0);
        FlatTable data = message.Header.Table(1) ?? throw new DamagedDataException("a dictionary has no entries");
        ArrowField? field = Array.Find(_fields, field => field.DictionaryId == id);
        if (field?.Meaning is null)
        {
            return; // that of a column within another, which is not read
        }

        if (field.IsNull)
        {
            throw new DamagedDataException("a dictionary has entries without a type");
        }

        ArrowBatch batch = new(_file, message, data);
        ValueList read = _values.Decode(batch, field, default);
        if (message.Header.Byte(2) != 0 && _dictionaries.TryGetValue(id, out ValueList? known))
        {
            Append(known, read);
            return;
        }

        ValueList entries = new(field.Form);
        Append(entries, read);
        _dictionaries[id] = entries;
    }

    private static void Append(ValueList entries, ValueList more)
    {
        // Of the bytes those that are texts: the array is as long as the longest that was read into it.
        int known = entries.Count, bytes = entries.Bytes.Length, from = int.MaxValue, until = 0;
        for (int i = 0; entries.Form == ValueForm.Bytes && i < more.Count; i++)
        {
            from = Math.Min(from, more.Starts[i]);
            until = Math.Max(until, more.Starts[i] + more.Lengths[i]);
        }

        from = Math.Min(from, until);
        entries.Resize(checked(known + more.Count), keep: true);
        if (more.Missing is not null || entries.Missing is not null)
        {
            bool[] missing = new bool[entries.Count];
            entries.Missing?.AsSpan(0, known).CopyTo(missing);
            more.Missing?.AsSpan(0, more.Count).CopyTo(missing.AsSpan(known));
            entries.Missing = missing;
        }

        if (entries.Form == ValueForm.Bytes)
        {
            entries.Bytes = [.. entries.Bytes, .. more.Bytes.AsSpan(from, until - from)];
        }

        for (int i = 0; i < more.Count; i++)
        {
            if (entries.Form == ValueForm.Whole)
            {
                entries.Wholes[known + i] = more.Wholes[i];
            }
            else if (entries.Form == ValueForm.Real)
            {
                entries.Reals[known + i] = more.Reals[i];
            }
            else
            {
                (entries.Starts[known + i], entries.Lengths[known + i]) = (bytes + more.Starts[i] - from, more.Lengths[i]);
            }
        }
    }

    private T Guarded<T>(ArrowMessage message, Func<ArrowMessage, T> read)
    {
        try
        {
            return read(message);
        }
        catch (Exception exception) when (exception is DamagedDataException or IndexOutOfRangeException or ArgumentException or OverflowException
            or InvalidDataException or EndOfStreamException)
        {
            string problem = exception is DamagedDataException ? exception.Message : "a buffer is shorter than its column";
            throw _file.Damaged(message.Body, problem, exception);
        }
    }
}
