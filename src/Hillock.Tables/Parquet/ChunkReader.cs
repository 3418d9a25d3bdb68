using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Hillock.Data;

namespace Hillock.Tables.Parquet;

/// <summary>Reads the pages of a column; its arrays serve one column after the other.</summary>
/// <param name="file">The file.</param>
/// <param name="end">Where the pages end and the footer begins.</param>
internal sealed class ChunkReader(FileBytes file, long end)
{
    private const int HeaderLength = 1 << 12;
    private const int LongestHeader = 1 << 24;

    private byte[] _stored = [];
    private byte[] _page = [];
    private byte[] _dictionaryPage = [];
    private int[] _numbers = [];
    private double[] _reals = [];
    private bool[] _present = [];
    private readonly ValueList[] _values = [.. Enum.GetValues<ValueForm>().Select(static form => new ValueList(form))];
    private readonly ValueList[] _dictionaries = [.. Enum.GetValues<ValueForm>().Select(static form => new ValueList(form))];

    /// <summary>Reads a column.</summary>
    /// <param name="element">The column.</param>
    /// <param name="chunk">Where its pages are.</param>
    /// <param name="rows">How many values there are to be.</param>
    /// <param name="cells">Who takes them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public void Read(ParquetElement element, ParquetChunk chunk, long rows, ColumnCells cells, CancellationToken cancellationToken)
    {
        Compression compression = Check(element, chunk, rows);
        int form = (int)PageValues.FormOf(element);
        Column column = new(element, compression, _values[form], _dictionaries[form]);
        long place = chunk.Start;
        try
        {
            for (long done = 0; done < rows && !cells.IsFull;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ParquetPageHeader header = ReadHeader(ref place);
                ReadPage(header, place);
                long next = place + header.StoredLength;
                if (header.Kind == ParquetPageHeader.Dictionary)
                {
                    ReadDictionary(column, header);
                }
                else if (header.Kind is ParquetPageHeader.Data or ParquetPageHeader.DataV2)
                {
                    if (header.Values < 0 || header.Values > rows - done)
                    {
                        throw new DamagedDataException(FormattableString.Invariant($"a page has {header.Values} values where {rows - done} are left"));
                    }

                    ReadData(column, header, cells);
                    done += header.Values;
                }
                else if (header.Kind != ParquetPageHeader.Index)
                {
                    throw new DamagedDataException(FormattableString.Invariant($"a page is of the kind {header.Kind}, which a file of a newer version has"));
                }

                place = next;
            }
        }
        catch (Exception exception) when (exception is DamagedDataException or IndexOutOfRangeException or ArgumentException or EndOfStreamException
            or OverflowException or InvalidDataException)
        {
            string problem = exception is DamagedDataException ? exception.Message : "a page is shorter than what it says of itself";
            throw file.Damaged(place, $"column \"{FileBytes.Short(element.Name)}\": {problem}", exception);
        }
    }

    private Compression Check(ParquetElement element, ParquetChunk chunk, long rows)
    {
        string? hidden = chunk.IsEncrypted ? "it is encrypted" : chunk.IsElsewhere ? "its pages are in another file" : null;
        if (hidden is not null)
        {
            throw file.Column(element.Name, hidden, "leave the column out, or write the table anew as one file without encryption");
        }

        if (chunk.Type != element.Type || chunk.Values != rows)
        {
            throw file.Damaged(
                chunk.Start, FormattableString.Invariant($"column \"{FileBytes.Short(element.Name)}\" has {chunk.Values} values of the type {chunk.Type}, ") +
                FormattableString.Invariant($"expected are {rows} of the type {element.Type}"));
        }

        return chunk.Codec switch
        {
            0 => Compression.None,
            1 => Compression.Snappy,
            2 => Compression.Gzip,
            4 => Compression.Brotli,
            5 => Compression.Lz4Hadoop,
            6 => Compression.Zstd,
            7 => Compression.Lz4Block,
            _ => throw file.Column(
                element.Name, FormattableString.Invariant($"it is compressed by {(chunk.Codec == 3 ? "LZO" : $"the codec {chunk.Codec}")}, which is not read"),
                "write the table with snappy, zstd, gzip, brotli, lz4_raw or without compression, or leave the column out"),
        };
    }

    private ParquetPageHeader ReadHeader(ref long place)
    {
        for (int length = HeaderLength; ; length *= 8)
        {
            int read = (int)Math.Clamp(end - place, 0, length);
            Inflater.Grow(ref _stored, read);
            file.Read(place, _stored.AsSpan(0, read));
            try
            {
                ParquetPageHeader header = ParquetPageHeader.Read(_stored.AsSpan(0, read));
                place += header.HeaderLength;
                return header;
            }
            catch (EndOfStreamException) when (read == length && length < LongestHeader)
            {
            }
        }
    }

    private void ReadPage(ParquetPageHeader header, long place)
    {
        if (header.StoredLength < 0 || header.StoredLength > end - place || header.Length < 0)
        {
            throw new DamagedDataException(FormattableString.Invariant(
                $"a page has {header.StoredLength} bytes that become {header.Length}, where {end - place} are left"));
        }

        Inflater.Grow(ref _stored, header.StoredLength);
        file.Read(place, _stored.AsSpan(0, header.StoredLength));
        if (header.Sum is { } sum && sum != Crc32.Append(0, _stored.AsSpan(0, header.StoredLength)))
        {
            throw new DamagedDataException("the check sum of a page is another one than its bytes have");
        }
    }

    private void ReadDictionary(Column column, ParquetPageHeader header)
    {
        if (column.HasDictionary || header.Values < 0 || header.Encoding is not (ParquetEncoding.Plain or ParquetEncoding.PlainDictionary))
        {
            throw new DamagedDataException(FormattableString.Invariant(
                $"a dictionary has {header.Values} values in the encoding {ParquetEncoding.Name(header.Encoding)}, or is not the first"));
        }

        Inflater.Inflate(column.Compression, _stored.AsSpan(0, header.StoredLength), header.Length, ref _dictionaryPage);
        if (header.Values > 8L * header.Length + 8)
        {
            throw new DamagedDataException(FormattableString.Invariant($"{header.Values} values do not fit into a dictionary of {header.Length} bytes"));
        }

        column.Dictionary.Resize(header.Values);
        column.DictionaryValues.Decode(ParquetEncoding.Plain, _dictionaryPage, 0, header.Length, column.Dictionary);
        column.HasDictionary = true;
    }

    private void ReadData(Column column, ParquetPageHeader header, ColumnCells cells)
    {
        bool isSecond = header.Kind == ParquetPageHeader.DataV2;
        int levels = isSecond ? checked(header.LevelLength + header.RepetitionLength) : 0;
        if (isSecond && (header.LevelLength < 0 || header.RepetitionLength != 0 || levels > header.StoredLength || levels > header.Length))
        {
            throw new DamagedDataException(FormattableString.Invariant($"{levels} bytes of a page are said to tell which values are missing"));
        }

        Compression compression = isSecond && !header.IsCompressed ? Compression.None : column.Compression;
        Inflater.Inflate(compression, _stored.AsSpan(levels, header.StoredLength - levels), header.Length - levels, ref _page);
        int start = 0, present = header.Values;
        if (column.Element.IsOptional)
        {
            Numbers(header.Values);
            if (isSecond)
            {
                PackedBits.Runs(_stored.AsSpan(0, levels), 1, _numbers.AsSpan(0, header.Values));
            }
            else if (header.LevelEncoding == ParquetEncoding.Hybrid)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(_page);
                PackedBits.Runs(_page.AsSpan(sizeof(int), header.Length - sizeof(int))[..length], 1, _numbers.AsSpan(0, header.Values));
                start = sizeof(int) + length;
            }
            else
            {
                throw new DamagedDataException(
                    $"missing values are told in the encoding {ParquetEncoding.Name(header.LevelEncoding)}, which no writer of today uses");
            }

            present = Present(header.Values);
        }

        ReadValues(column, header, start, header.Length - levels - start, present, cells);
    }

    private int Present(int count)
    {
        _present = _present.Length >= count ? _present : new bool[count];
        int present = 0;
        for (int i = 0; i < count; i++)
        {
            _present[i] = _numbers[i] != 0;
            present += _present[i] ? 1 : 0;
        }

        return present;
    }

    private void ReadValues(Column column, ParquetPageHeader header, int start, int length, int present, ColumnCells cells)
    {
        ValueList values = column.Values;
        bool isPlaces = header.Encoding is ParquetEncoding.Dictionary or ParquetEncoding.PlainDictionary;
        if (isPlaces)
        {
            values = column.Dictionary;
            Numbers(present);
            if (present > 0)
            {
                PackedBits.Runs(_page.AsSpan(start + 1, length - 1), _page[start], _numbers.AsSpan(0, present));
            }

            foreach (int place in _numbers.AsSpan(0, present))
            {
                if (!column.HasDictionary || (uint)place >= (uint)values.Count)
                {
                    throw new DamagedDataException(FormattableString.Invariant($"a value is the {place}th of a dictionary of {values.Count}"));
                }
            }
        }
        else
        {
            values.Resize(present);
            column.PageValues.Decode(header.Encoding, _page, start, length, values);
        }

        if (cells.TakesReals(values.Form) && AddReals(column, values, isPlaces, header.Values, cells))
        {
            return;
        }

        int next = 0;
        for (int i = 0; i < header.Values && !cells.IsFull; i++)
        {
            if (column.Element.IsOptional && !_present[i])
            {
                cells.AddMissing();
            }
            else
            {
                values.Deliver(isPlaces ? _numbers[next] : next, cells);
                next++;
            }
        }
    }

    // All of a page at once; not so where a double does not hold one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a long loop is met once or twice in a program's life
    private bool AddReals(Column column, ValueList values, bool isPlaces, int count, ColumnCells cells)
    {
        bool hasGaps = column.Element.IsOptional && _present.AsSpan(0, count).Contains(false);
        if (!isPlaces && !hasGaps && values.Form == ValueForm.Real)
        {
            cells.AddReals(values.Reals.AsSpan(0, count));
            return true;
        }

        _reals = _reals.Length >= count ? _reals : new double[count];
        bool areExact = true;
        for (int i = 0, next = 0; i < count; i++)
        {
            if (hasGaps && !_present[i])
            {
                _reals[i] = double.NaN;
                continue;
            }

            int place = isPlaces ? _numbers[next] : next;
            next++;
            if (values.Form == ValueForm.Real)
            {
                _reals[i] = values.Reals[place];
            }
            else
            {
                areExact &= ColumnCells.IsExact(values.Wholes[place]);
                _reals[i] = values.Wholes[place];
            }
        }

        if (areExact)
        {
            cells.AddReals(_reals.AsSpan(0, count));
        }

        return areExact;
    }

    private void Numbers(int count) => _numbers = _numbers.Length >= count ? _numbers : new int[count];

    /// <summary>What is known of the column that is read.</summary>
    private sealed class Column(ParquetElement element, Compression compression, ValueList values, ValueList dictionary)
    {
        public ParquetElement Element => element;

        public Compression Compression => compression;

        public ValueList Values => values;

        public ValueList Dictionary => dictionary;

        public PageValues PageValues { get; } = new(element);

        public PageValues DictionaryValues { get; } = new(element);

        public bool HasDictionary { get; set; }
    }
}
