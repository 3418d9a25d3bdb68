namespace Hillock.Charts;

/// <summary>A picture that is a file of its own or a part of a page.</summary>
public abstract record Chart
{
    private protected Chart()
    {
    }

    /// <summary>What the picture shows; screen readers read it.</summary>
    public required string Title { get; init; }

    /// <summary>Width and height in pixels.</summary>
    internal abstract (double Width, double Height) Size { get; }

    /// <summary>A whole SVG file: with a background, and with other colours where the reader's system is dark.</summary>
    public string ToDocument()
    {
        MarkupBuilder svg = new();
        SvgDocument.Open(svg, Size.Width, Size.Height, Title);
        Draw(svg);
        return svg.Close().ToString();
    }

    /// <summary>An <c>svg</c> element for a page, which brings the background, the font and the rules of <see cref="Palette.Rules"/>.</summary>
    public string ToInline()
    {
        MarkupBuilder svg = new(isInline: true);
        SvgDocument.OpenInline(svg, Size.Width, Size.Height, Title);
        Draw(svg);
        return svg.Close().ToString();
    }

    /// <summary>Draws with the upper left corner at the origin.</summary>
    internal abstract void Draw(MarkupBuilder svg);
}
