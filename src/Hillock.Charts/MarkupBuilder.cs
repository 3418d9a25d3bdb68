using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hillock.Charts;

/// <summary>Writes SVG and XHTML elements: escapes text, writes numbers without a culture, indents for a reader.</summary>
/// <param name="isInline">
/// Whether it is a picture within a page: nobody reads its text, the page's rules have its colours and joints, and a tenth of a pixel is enough for places.
/// </param>
internal sealed partial class MarkupBuilder(bool isInline = false)
{
    private static readonly string[] Places = ["x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height"];

    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>Opens an element that <see cref="Close"/> ends.</summary>
    public MarkupBuilder Open(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Begin(name, attributes);
        _text.Append(">\n");
        _open.Push(name);
        return this;
    }

    /// <summary>Ends the element opened last.</summary>
    public MarkupBuilder Close()
    {
        string name = _open.Pop();
        Indent();
        _text.Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>An element without content.</summary>
    public MarkupBuilder Element(string name, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Begin(name, attributes);
        _text.Append("/>\n");
        return this;
    }

    /// <summary>An element that holds text.</summary>
    public MarkupBuilder Text(string name, string content, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Begin(name, attributes);
        _text.Append('>').Append(Escape(content)).Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>An element of a page that holds text, in which a name with parameters may be divided behind its colons, and a number need not be.</summary>
    public MarkupBuilder DivisibleText(string name, string content, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Begin(name, attributes);
        _text.Append('>').Append(ParameterColon().Replace(Escape(content), ":<wbr/>")).Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>An element that holds text and, without space between them, spans of a class.</summary>
    public MarkupBuilder TextWithSpans(
        string name, string content, string spanClass, IEnumerable<string> spans, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Begin(name, attributes);
        _text.Append('>').Append(Escape(content));
        foreach (string span in spans)
        {
            _text.Append("<span class=\"").Append(Escape(spanClass)).Append("\">").Append(Escape(span)).Append("</span>");
        }

        _text.Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>An element with a tooltip, which screen readers read too.</summary>
    public MarkupBuilder WithTitle(string name, string title, params ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Begin(name, attributes);
        _text.Append("><title>").Append(Escape(title)).Append("</title></").Append(name).Append(">\n");
        return this;
    }

    /// <summary>Markup that is already written: a style sheet, a picture.</summary>
    public MarkupBuilder Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Everything written so far; all elements must be closed.</summary>
    public override string ToString() =>
        _open.Count == 0 ? _text.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> is still open; close it first.");

    /// <summary>A number for an attribute: at most two decimals, which is a fiftieth of a pixel.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text for an element or an attribute, in XML and in HTML.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                // No XML document may hold these, not even escaped.
                < ' ' and not ('\t' or '\n' or '\r') or '\uFFFE' or '\uFFFF' => escaped.Append('\uFFFD'),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    [GeneratedRegex(@":(?=[\w-]+=)")]
    private static partial Regex ParameterColon();

    private void Begin(string name, ReadOnlySpan<(string Name, object? Value)> attributes)
    {
        Indent();
        _text.Append('<').Append(name);
        foreach ((string? key, object? value) in attributes)
        {
            if (value is null || (isInline && (key == "stroke-linejoin" || (key is "fill" or "stroke" && value is string and ['#', ..]))))
            {
                continue;
            }

            string text = value is not double number ? Escape(Convert.ToString(value, CultureInfo.InvariantCulture)!)
                : isInline && Places.Contains(key) ? CurvePath.Tenths(number)
                : Number(number);
            _text.Append(' ').Append(key).Append("=\"").Append(text).Append('"');
        }
    }

    private void Indent() => _text.Append(' ', isInline ? 0 : 2 * _open.Count);
}
