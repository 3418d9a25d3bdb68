using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Hillock.Generators;

/// <summary>The documentation comment of a symbol: its sections as XML, to be copied, and as plain text.</summary>
internal sealed class Documentation
{
    private readonly XElement _root;

    private Documentation(XElement root) => _root = root;

    internal static Documentation Of(ISymbol symbol)
    {
        string? xml = symbol.GetDocumentationCommentXml();
        try
        {
            return new(string.IsNullOrEmpty(xml) ? new XElement("member") : XElement.Parse(xml, LoadOptions.PreserveWhitespace));
        }
        catch (XmlException)
        {
            // The compiler warns of a comment that is not XML.
            return new(new XElement("member"));
        }
    }

    internal string Summary => Text(_root.Element("summary"));

    /// <summary>The remarks before "Source:".</summary>
    internal string Remarks => Cut(Text(_root.Element("remarks"))).Before;

    /// <summary>What follows "Source:" in the remarks.</summary>
    internal string Source => Cut(Text(_root.Element("remarks"))).After;

    internal string Parameter(string name) => Text(Find(name));

    /// <summary>A section as it stands, on one line.</summary>
    internal string Xml(string section) => Inner(_root.Element(section));

    internal string ParameterXml(string name) => Inner(Find(name));

    private XElement? Find(string name) => _root.Elements("param").FirstOrDefault(element => element.Attribute("name")?.Value == name);

    private static (string Before, string After) Cut(string remarks)
    {
        int at = remarks.IndexOf("Source: ", StringComparison.Ordinal);
        return at < 0 ? (remarks, "") : (remarks.Substring(0, at).TrimEnd(), remarks.Substring(at + 8));
    }

    private static string Inner(XElement? element) =>
        element is null ? "" : OneLine(string.Concat(element.Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting))));

    private static string Text(XElement? element) => element is null ? "" : OneLine(string.Concat(element.Nodes().Select(Plain)));

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement element when element.Attribute("cref") is { } cref => cref.Value.Substring(cref.Value.LastIndexOfAny(['.', ':']) + 1),
        XElement element when element.Attribute("name") is { } name => name.Value,
        XElement element => string.Concat(element.Nodes().Select(Plain)),
        _ => "",
    };

    private static string OneLine(string text)
    {
        IEnumerable<string> words = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        return string.Join(" ", words);
    }
}
