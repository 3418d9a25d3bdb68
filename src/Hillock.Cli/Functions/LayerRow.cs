namespace Hillock.Cli.Functions;

/// <summary>A layer as <c>hillock list layers --json</c> shows it.</summary>
internal sealed record LayerRow(IReadOnlyList<string> Names, string Kind, string Formula, string Shapes, string PyTorch)
{
    public static LayerRow Of(LayerDescription layer) => new(layer.Names, layer.Kind, layer.Formula, layer.Shapes, layer.PyTorch);
}
