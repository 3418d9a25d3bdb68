namespace Hillock.Tests.Documentation;

/// <summary>A fenced block of a page.</summary>
/// <param name="Place">The page and the line of the fence, such as <c>docs/tool.md:12</c>.</param>
/// <param name="Language">The word behind the fence, such as <c>csharp</c>; may be empty.</param>
/// <param name="Text">The lines between the fences, each with its end.</param>
/// <param name="Output">
/// The text of the block of language <c>text</c> that follows with nothing but blank lines between, or null: what the block prints.
/// </param>
public sealed record MarkdownBlock(string Place, string Language, string Text, string? Output)
{
    private const string Fence = "```";

    /// <summary>The blocks of a page.</summary>
    /// <param name="name">The page's path within the repository.</param>
    /// <param name="markdown">Its text.</param>
    public static IReadOnlyList<MarkdownBlock> Of(string name, string markdown)
    {
        List<MarkdownBlock> blocks = [];
        string[] lines = markdown.ReplaceLineEndings("\n").Split('\n');
        bool isNextToBlock = false;
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                isNextToBlock &= lines[i].Length == 0;
                continue;
            }

            int end = Array.IndexOf(lines, Fence, i + 1);
            if (end < 0)
            {
                throw new FormatException($"{name}:{i + 1}: the block has no end; add {Fence} on a line of its own.");
            }

            string language = lines[i][Fence.Length..];
            string text = string.Concat(lines[(i + 1)..end].Select(line => line + "\n"));
            if (language == "text" && isNextToBlock)
            {
                blocks[^1] = blocks[^1] with { Output = text };
            }

            blocks.Add(new($"{name}:{i + 1}", language, text, null));
            isNextToBlock = language != "text";
            i = end;
        }

        return blocks;
    }

    /// <summary>For the names of tests.</summary>
    public override string ToString() => Place;
}
