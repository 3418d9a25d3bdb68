using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hillock.Charts.CommandLine;

/// <summary>Makes all text of a console legible; what the console itself does with the terminal stays.</summary>
internal sealed class LegibleHook : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(static renderable => new LegibleText(renderable));

    private sealed class LegibleText(IRenderable renderable) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => renderable.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => renderable.Render(options, maxWidth).Select(
            static segment => segment.IsControlCode || Legible.Lines(segment.Text) is var text && text == segment.Text
                ? segment
                : new Segment(text, segment.Style));
    }
}
