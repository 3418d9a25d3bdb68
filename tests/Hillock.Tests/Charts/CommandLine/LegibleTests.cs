using Hillock.Charts.CommandLine;
using Spectre.Console;
using Xunit;

namespace Hillock.Tests.Charts.CommandLine;

public class LegibleTests
{
    // The categories are those of the Unicode Character Database: 001B, 007F, 009B Cc; 00AD, 200B, 202E, 2066, FEFF, E0001 Cf; 2028 Zl; 2029 Zp.
    [Theory]
    [InlineData("Größe 数 é 🙂", "Größe 数 é 🙂")]
    [InlineData("", "")]
    [InlineData("a\u001b[2J", @"a\u001b[2J")]
    [InlineData("\u007f\u009b", @"\u007f\u009b")]
    [InlineData("a\u00adb\u200bc\u202ed\u2066e\ufeff", @"a\u00adb\u200bc\u202ed\u2066e\ufeff")]
    [InlineData("\u2028\u2029", @"\u2028\u2029")]
    [InlineData("\U000e0001", @"\U000e0001")]
    [InlineData("a\nb\r\tc", @"a\nb\r\tc")]
    public void Text_ControlAndFormatCharacters_AreWrittenOut(string text, string expected) => Assert.Equal(expected, Legible.Text(text));

    [Fact]
    public void Text_HalfOfAPair_IsWrittenOut() => Assert.Equal(@"a\ud800b", Legible.Text("a" + (char)0xD800 + "b"));

    [Fact]
    public void Terminal_TextOfAnyKind_IsMadeLegible()
    {
        StringWriter output = new();
        IAnsiConsole console = Terminal.ForOutput(output);
        console.WriteLine("a\u001b]0;title\u0007b");
        console.Write(new Text("c\u009b2J"));
        console.WriteLine();
        console.Write(new Grid().AddColumn().AddRow("d\u202e"));
        Assert.DoesNotContain(output.ToString(), static c => c is '\u001b' or '\u0007' or '\u009b' or '\u202e');
        Assert.Contains(@"c\u009b2J", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(@"d\u202e", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MessageWithControlCharacters_IsLegible() =>
        Assert.Equal(@"no\u001b[2Jsuch: no file.", ErrorLine.Of(new IOException("no\u001b[2Jsuch:\nno file.")));
}
