using System.Globalization;
using System.Text;
using Hillock.Csv;
using Hillock.Csv.Cells;
using Hillock.Data;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Tables of many batches of rows, whose columns several threads read.</summary>
[Collection(ParallelismCollection.Name)]
public class LargeTableTests
{
    private const int Rows = 30_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A number that is read with what follows it is the one that is read alone, which the runtime's parser confirms.</summary>
    [Fact]
    public void Parser_OfCellsWithSomethingBehind_GivesTheRuntimesBits()
    {
        Random random = new(14);
        string[] written = ["0", "-0", "5.", ".5", "-.25", ".", "-", "1.2.3", "999999999999999", "9999999999999999", "0.123456789012345", "1234567.12345678",
            "00000000000000001", "1e5", "12a", "+3", "inf", "1,5", "0.1", "-123456789012345", "123456789.123456"];
        for (int i = 0; i < 20_000; i++)
        {
            string cell = i < written.Length ? written[i] : Cell(random);
            byte[] bytes = [.. Encoding.UTF8.GetBytes(cell), .. Encoding.UTF8.GetBytes("7.25,1.5e3,-12345678901234567890123456")];
            bool isNumber = CellParser.TryParse(bytes, cell.Length, out double value);
            Assert.Equal(CellParser.TryParse(Encoding.UTF8.GetBytes(cell), out double alone), isNumber);
            Assert.Equal(BitConverter.DoubleToInt64Bits(alone), BitConverter.DoubleToInt64Bits(value));
            if (isNumber && !double.IsInfinity(value))
            {
                Assert.Equal(double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture), value);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Read_OnAnyNumberOfThreads_GivesTheCells(int threads)
    {
        using ThreadScope scope = new(threads);
        CsvTable table = CsvTable.Read(new MemoryStream(Text(Rows)), cancellationToken: Token);
        Assert.Equal(Rows, table.RowCount);
        string[] colors = ["red", "green", "\"dark, grey\""];
        for (int row = 0; row < Rows; row += 997)
        {
            Assert.Equal(row + 2, table.LineOf(row));
            Assert.Equal(Number(row), table.Columns[0].Values[row]);
            Assert.Equal(row % 50 == 0, double.IsNaN(table.Columns[1].Values[row]));
        }

        Assert.Equal(Rows / 50, table.Columns[1].MissingCount);
        Assert.Equal(["red", "green", "dark, grey"], table.Columns[2].DistinctValues(5));
        Assert.Equal(CsvColumnKind.Date, table.Columns[3].Kind);
        Assert.Equal(19_723 + (Rows - 1) % 300, table.Columns[3].Values[Rows - 1]); // days from 1970 to 2024
        TabularData data = table.ToTabular(new CsvTabularOptions { AllowMissing = true });
        Assert.Equal(
            ["a", "b", "color", "day.days", "day.month_sin", "day.month_cos", "day.weekday_sin", "day.weekday_cos"],
            data.Columns.Select(column => column.Name));
        for (int row = 0; row < Rows; row += 997)
        {
            DateTime day = new DateTime(2024, 1, 1).AddDays(row % 300);
            double angle = 2 * Math.PI * ((day.Day - 1.0) / DateTime.DaysInMonth(2024, day.Month));
            Assert.Equal((Math.Sin(angle), Math.Cos(angle)), (data.Value(row, 4), data.Value(row, 5)));
            Assert.Equal(colors[row % 3].Trim('"'), data.Columns[2].Categories[(int)data.Value(row, 2)]);
        }
    }

    /// <summary>The first fault of the file is told, whichever thread meets one first: a cell's before a row's below it.</summary>
    [Theory]
    [InlineData(20_000, 21_000, "line 20002, column \"color\": the text is not valid UTF-8")]
    [InlineData(21_000, 20_000, "line 20002: the row has 2 cells but the rows before have 5")]
    [InlineData(20_000, 20_001, "line 20002, column \"color\": the text is not valid UTF-8")]
    public void Read_TwoFaults_TellsTheUpperOne(int cell, int row, string expected)
    {
        using ThreadScope scope = new(3);
        byte[] text = Text(Rows, cell, row);
        DataFormatException fault = Assert.Throws<DataFormatException>(() => CsvTable.Read(new MemoryStream(text), cancellationToken: Token));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DayAndMonthThatALateRowDecides_AreExchangedInAllBefore()
    {
        StringBuilder text = new("day,y\n");
        for (int row = 0; row < Rows; row++)
        {
            text.Append(row == Rows - 1 ? "25/03/2024" : $"{(row % 12) + 1:00}/{(row % 5) + 1:00}/2024").Append(',').Append(row % 7).Append('\n');
        }

        CsvTable table = CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), cancellationToken: Token);
        DateTime epoch = new(1970, 1, 1);
        Assert.Equal((new DateTime(2024, 3, 25) - epoch).TotalDays, table.Columns[0].Values[Rows - 1]);
        Assert.All(
            Enumerable.Range(0, 60),
            row => Assert.Equal((new DateTime(2024, (row % 5) + 1, (row % 12) + 1) - epoch).TotalDays, table.Columns[0].Values[row]));
        Assert.Equal((new DateTime(2024, 3, 1) - epoch).TotalDays, table.Columns[0].Values[12]); // 01/03, which was the 3rd of January before
    }

    private static double Number(int row) => row * 7919 % 100_003 / 1000.0;

    private static byte[] Text(int rows, int brokenCell = -1, int shortRow = -1)
    {
        using MemoryStream text = new();
        text.Write("a,b,color,day,y\n"u8);
        for (int row = 0; row < rows; row++)
        {
            string color = (row % 3) switch { 0 => "red", 1 => "green", _ => "\"dark, grey\"" };
            string line = row == shortRow ? "1,2\n" : string.Create(
                CultureInfo.InvariantCulture,
                $"{Number(row)},{(row % 50 == 0 ? "" : (row * 0.25).ToString(CultureInfo.InvariantCulture))},{(row == brokenCell ? "\u0001" : color)},") +
                $"{new DateTime(2024, 1, 1).AddDays(row % 300):yyyy-MM-dd},{row % 7}\n";
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            bytes.AsSpan().Replace((byte)1, (byte)0xE9);
            text.Write(bytes);
        }

        return text.ToArray();
    }

    private static string Cell(Random random)
    {
        string cell = new([.. Enumerable.Range(0, random.Next(1, 19)).Select(_ => (char)('0' + random.Next(10)))]);
        cell = random.Next(4) == 0 ? cell : cell.Insert(random.Next(cell.Length + 1), ".");
        return (random.Next(3) == 0 ? "-" : "") + cell;
    }
}
