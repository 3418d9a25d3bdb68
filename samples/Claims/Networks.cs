using Hillock.Data;
using Hillock.Training;

namespace Hillock.Samples.Claims;

/// <summary>Networks that are trained on embedded data sets, each once.</summary>
public static class Networks
{
    private static readonly Dictionary<(string Activation, int Depth, int Epochs, int Width), Diagnosis> Done = [];

    /// <summary>An activation by name.</summary>
    public static ActivationChoice Choice(string name) => ActivationChoices.From(Named.Function(name), name);

    /// <summary>Trains a network on the spirals.</summary>
    public static Diagnosis Spirals(string activation, int depth, int epochs = 100, int width = 32)
    {
        lock (Done)
        {
            if (!Done.TryGetValue((activation, depth, epochs, width), out Diagnosis? diagnosis))
            {
                diagnosis = NetworkDiagnosis.Run(SyntheticData.Spirals(), new DiagnosisOptions { Activation = Choice(activation), Depth = depth, Width = width, Epochs = epochs });
                Done.Add((activation, depth, epochs, width), diagnosis);
            }

            return diagnosis;
        }
    }

    /// <summary>The mean score of a cross-validation.</summary>
    public static double Score(IReadOnlyList<ComparisonRun> runs) => runs.Average(run => run.Score ?? 0);
}
