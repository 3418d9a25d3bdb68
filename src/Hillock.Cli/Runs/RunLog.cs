using System.Text;
using System.Text.Json;

namespace Hillock.Cli.Runs;

/// <summary><c>metrics.jsonl</c>: a line for each epoch, written as the epochs end.</summary>
internal static class RunLog
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The epochs so far. A last line that a killed process did not finish is left out.</summary>
    public static IReadOnlyList<RunEpoch> Read(RunPaths paths)
    {
        List<RunEpoch> epochs = [];
        foreach (string line in File.Exists(paths.Log) ? File.ReadLines(paths.Log) : [])
        {
            try
            {
                if (JsonSerializer.Deserialize(line, RunJson.Compact.RunEpoch) is { } epoch)
                {
                    epochs.Add(epoch);
                }
            }
            catch (JsonException)
            {
            }
        }

        return epochs;
    }

    /// <summary>Keeps the epochs that are finished at a checkpoint: what was done after it is done again.</summary>
    public static IReadOnlyList<RunEpoch> Restart(RunPaths paths, int finished)
    {
        RunEpoch[] kept = [.. Read(paths).Where(epoch => epoch.Epoch <= finished)];
        Charts.CommandLine.OutputFile.WriteText(paths.Log, string.Concat(kept.Select(Line)));
        return kept;
    }

    /// <summary>Adds an epoch.</summary>
    public static void Add(RunPaths paths, RunEpoch epoch)
    {
        using FileStream file = new(paths.Log, FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write(Utf8.GetBytes(Line(epoch)));
    }

    private static string Line(RunEpoch epoch) => JsonSerializer.Serialize(epoch, RunJson.Compact.RunEpoch) + "\n";
}
