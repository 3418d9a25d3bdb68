namespace Hillock.Cli.Functions;

/// <summary>A layer that the library has, or those of one, two and three axes.</summary>
/// <param name="Names">The types.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Formula">What it computes.</param>
/// <param name="Shapes">Of the input and the output.</param>
/// <param name="PyTorch">What PyTorch calls it, or a dash.</param>
internal sealed record LayerDescription(IReadOnlyList<string> Names, string Kind, string Formula, string Shapes, string PyTorch)
{
    /// <summary>The names in a line: <c>Conv1d, 2d, 3d</c>.</summary>
    public string Name => Names.Count == 3 && Names[0].EndsWith("1d", StringComparison.Ordinal) ? $"{Names[0]}, 2d, 3d" : string.Join(", ", Names);
}
