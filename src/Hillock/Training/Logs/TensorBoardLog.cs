using System.Diagnostics.CodeAnalysis;
using Hillock.Modules;

namespace Hillock.Training;

/// <summary>
/// Writes what training comes to into an event file for TensorBoard: loss and learning rate of steps, losses, score and metrics of epochs, and the
/// distributions of the parameters.
/// </summary>
/// <remarks>
/// The tags are <c>step/loss</c>, <c>step/learningRate</c>, <c>epoch/trainingLoss</c>, <c>epoch/heldOutLoss</c>, <c>epoch/heldOutScore</c>, <c>metrics/</c> and
/// <c>parameters/</c> with the names behind, and the axis counts steps. A fit that goes on (<see cref="FitOptions.ResumeFrom"/>) writes a new file, which
/// takes back what older ones in the folder say of steps that are taken again.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The file is closed when the fit ends, however it ends.")]
public sealed class TensorBoardLog : FitCallback
{
    private readonly string _folder;
    private readonly int _stepInterval;
    private TensorBoardWriter? _writer;

    /// <summary>Takes the folder; the file is made when training begins.</summary>
    /// <param name="folder">The folder of the run, which is made if it is not there.</param>
    /// <param name="stepInterval">How many steps lie between those that are written, at least 1; 0 to write epochs alone.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is negative.</exception>
    public TensorBoardLog(string folder, int stepInterval = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(stepInterval);
        (_folder, _stepInterval) = (folder, stepInterval);
    }

    /// <summary>Whether the distributions of the parameters are written after each epoch.</summary>
    public bool LogsHistograms { get; init; } = true;

    /// <summary>Whether steps have the norm of their gradients, <c>step/gradientNorm</c>, which is computed for it.</summary>
    public bool LogsGradientNorm { get; init; }

    /// <inheritdoc/>
    public override void OnFitBegin(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _writer = new TensorBoardWriter(_folder);
        if (context.IsResumed)
        {
            _writer.Restart(context.Step + 1);
        }
    }

    /// <inheritdoc/>
    public override void OnStepEnd(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_stepInterval > 0 && context.Step % _stepInterval == 0)
        {
            _writer!.Scalar("step/loss", context.Step, context.Loss);
            _writer.Scalar("step/learningRate", context.Step, context.LearningRate);
            if (LogsGradientNorm)
            {
                _writer.Scalar("step/gradientNorm", context.Step, context.GradientNorm);
            }
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitContext context, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(report);
        foreach (string name in EpochReport.Names)
        {
            if (report.Value(name) is { } value)
            {
                _writer!.Scalar("epoch/" + name, context.Step, value);
            }
        }

        foreach ((string name, double value) in report.Metrics)
        {
            _writer!.Scalar("metrics/" + name, context.Step, value);
        }

        if (LogsHistograms)
        {
            foreach (Parameter parameter in context.Trainer.Model.NamedParameters())
            {
                _writer!.Histogram("parameters/" + parameter.Name, context.Step, parameter.Value);
            }
        }
    }

    /// <inheritdoc/>
    public override void OnFitEnd(FitContext context)
    {
        _writer?.Dispose();
        _writer = null;
    }
}
