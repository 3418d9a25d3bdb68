using System.Globalization;
using System.Text;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A network layer by layer: shapes, parameters, multiply-adds and memory of one forward pass.</summary>
/// <remarks>
/// The pass is made in evaluation mode without gradients, and changes nothing of the network; its forward hooks run. A module
/// that stands at several places is listed at the first, with <c>×3</c> where it is called three times: its numbers are those of all calls.
/// </remarks>
/// <example>
/// <code>
/// var network = new Sequential(new Linear(784, 128), new Activation&lt;Relu&gt;(), new Linear(128, 10));
/// ModelSummary summary = ModelSummary.Of(network, [64, 784]);
/// Console.WriteLine($"{summary.Total.Parameters} {summary.Total.MultiplyAdds} {summary.Total.ActivationBytes}"); // 101770 6504448 68096
/// </code>
/// </example>
public sealed class ModelSummary
{
    private ModelSummary(Shape input, IReadOnlyList<LayerSummary> layers) => (Input, Layers) = (input, layers);

    /// <summary>The shape of the input.</summary>
    public Shape Input { get; }

    /// <summary>The modules in the order of <see cref="Module.NamedModules()"/>, the network itself first.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>The network as a whole.</summary>
    public LayerSummary Total => Layers[0];

    /// <summary>The totals in a sentence.</summary>
    internal string Totals
    {
        get
        {
            long frozen = Total.Parameters - Total.LearnedParameters;
            return $"An input of {Input}: {Number(Total.Parameters)} parameters{(frozen == 0 ? "" : $", {Number(frozen)} of them frozen")}, " +
                $"{Number(Total.MultiplyAdds)} multiply-adds, {Bytes(Total.ActivationBytes)} of activations.";
        }
    }

    /// <summary>Looks at a network, with an input of zeros.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The input's shape, the batch included.</param>
    /// <param name="dataType">The input's type: of whole numbers for an embedding.</param>
    public static ModelSummary Of(Module network, Shape input, DataType dataType = DataType.Float32)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        return Of(network, Tensor.Zeros(input, dataType));
    }

    /// <summary>Looks at a network, with an input.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The input.</param>
    public static ModelSummary Of(Module network, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        ModuleTrace trace = new ModuleTrace();
        trace.Ignore(input);
        ModuleTrace? before = ModuleTrace.Current;
        bool recorded = GradientMode.Enabled;
        using (Module.Evaluating())
        {
            ModuleTrace.Current = trace;
            GradientMode.Enabled = false;
            try
            {
                network.Forward(input);
            }
            finally
            {
                GradientMode.Enabled = recorded;
                ModuleTrace.Current = before;
            }
        }

        HashSet<Module> listed = new HashSet<Module>(ReferenceEqualityComparer.Instance);
        List<LayerSummary> layers = new List<LayerSummary>();
        foreach ((string path, Module module) in network.NamedModules())
        {
            if (listed.Add(module))
            {
                ModuleTrace.Seen seen = trace.All.GetValueOrDefault(module);
                IReadOnlyList<Tensor> parameters = module.Parameters();
                layers.Add(new LayerSummary(
                    path, module.Name, seen.Output, parameters.Sum(static parameter => (long)parameter.Length),
                    parameters.Where(static parameter => parameter.RequiresGrad).Sum(static parameter => (long)parameter.Length), seen.MultiplyAdds, seen.Bytes,
                    seen.Calls));
            }
        }

        return new ModelSummary(input.Shape, layers);
    }

    /// <summary>The table, and the totals below it.</summary>
    public override string ToString()
    {
        string[][] rows =
        [
            ["layer", "output", "parameters", "multiply-adds", "activations"],
            .. Layers.Select(static layer => (string[])
            [
                Label(layer), layer.Output is null ? "–" : $"{layer.Output}", Number(layer.Parameters), Number(layer.MultiplyAdds),
                Bytes(layer.ActivationBytes),
            ]),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        StringBuilder text = new StringBuilder();
        foreach (string[] row in rows)
        {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.Length; column++)
            {
                line.Append(column == 0 ? "" : "  ").Append(column < 2 ? row[column].PadRight(widths[column]) : row[column].PadLeft(widths[column]));
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.Append(Totals).ToString();
    }

    /// <summary>What a row of the table is called: indented, with the last step of the path, and how often it was called if more than once.</summary>
    internal static string Label(LayerSummary layer) =>
        new string(' ', 2 * layer.Depth) + (layer.Depth == 0 ? "" : $"({layer.Path[(layer.Path.LastIndexOf('.') + 1)..]}) ") + layer.Name +
        (layer.Calls > 1 ? $" ×{layer.Calls}" : "");

    internal static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A size of memory: <c>1.5 MiB</c>.</summary>
    internal static string Bytes(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit + 1 < units.Length)
        {
            size /= 1024;
            unit++;
        }

        return $"{size.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {units[unit]}";
    }
}
