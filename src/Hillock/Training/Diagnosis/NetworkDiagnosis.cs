using Hillock.Data;

namespace Hillock.Training;

/// <summary>Trains a plain network and says, layer by layer, what keeps it from learning.</summary>
public static class NetworkDiagnosis
{
    /// <summary>
    /// Trains a multi-layer perceptron on four fifths of the rows and measures its layers before the first and after the last step, on the first 1024 of these
    /// rows.
    /// </summary>
    /// <remarks>
    /// Loss, score, standardisation, schedule and minibatches are those of <see cref="CrossValidation.Compare"/>. The result depends on the data and the
    /// options alone, neither on the number of threads nor on the machine; only <see cref="EpochReport.Seconds"/> does.
    /// </remarks>
    /// <param name="data">The data.</param>
    /// <param name="options">The network and its training; the defaults when null.</param>
    /// <param name="progress">Is told the finished share of the epochs, or null.</param>
    /// <param name="cancellationToken">Ends training after the current step; the diagnosis is then about the finished epochs.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the data has too few rows of a class.</exception>
    public static Diagnosis Run(
        TabularData data, DiagnosisOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options = (options ?? new DiagnosisOptions()).Resolve(data);
        return new DiagnosisRun(data, options).Train(progress, cancellationToken);
    }
}
