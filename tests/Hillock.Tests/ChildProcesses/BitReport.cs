namespace Hillock.Tests.ChildProcesses;

/// <summary>What <c>Hillock.Digests bits</c> wrote: the instruction sets it had, and the digest of each function's results.</summary>
internal sealed class BitReport
{
    private static readonly Lazy<Task<BitReport>> Shared = new(() => ChildProcess.Share(() => RunAsync()));

    private readonly Dictionary<string, string> _processor;
    private readonly Dictionary<string, string> _digests;

    public BitReport(string[] lines)
    {
        _processor = Of("isa");
        _digests = Of("digest");

        Dictionary<string, string> Of(string kind) =>
            lines.Select(line => line.Split(' ')).Where(parts => parts[0] == kind).ToDictionary(parts => parts[1], parts => parts[2]);
    }

    /// <summary>How many digests there are.</summary>
    public int Count => _digests.Count;

    /// <summary>The width of the vectors in use, in bits.</summary>
    public int Width => int.Parse(_processor["width"], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>That of a process without settings, which all tests share.</summary>
    public static Task<BitReport> Undisturbed => Shared.Value;

    public static async Task<BitReport> RunAsync(string arguments = "", params (string Name, string Value)[] environment) =>
        new(await ChildProcess.RunAsync($"bits {arguments}", environment));

    /// <summary>Whether the process had an instruction set.</summary>
    public bool Has(string instructions) => bool.Parse(_processor[instructions]);

    /// <summary>The names of the functions whose results differ.</summary>
    public string[] DifferencesFrom(BitReport other) =>
        [.. _digests.Keys.Union(other._digests.Keys).Where(name => _digests.GetValueOrDefault(name) != other._digests.GetValueOrDefault(name)).Order()];
}
