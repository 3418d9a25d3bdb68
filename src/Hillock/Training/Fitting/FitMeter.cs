using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Hillock.Training;

/// <summary>The meter <c>Hillock.Training</c>: measures a fit for whoever listens, and costs nothing where nobody does.</summary>
/// <param name="model">The network's name, the tag <c>model</c>.</param>
/// <param name="run">The tag <c>run</c>, or null for none.</param>
internal sealed class FitMeter(string model, string? run)
{
    private static readonly Meter Meter = new("Hillock.Training");
    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("hillock.training.steps", "{step}", "Steps of the optimizer.");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("hillock.training.rows", "{row}", "Rows that were trained on.");
    private static readonly Counter<long> Epochs = Meter.CreateCounter<long>("hillock.training.epochs", "{epoch}", "Epochs that were finished.");
    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>("hillock.training.loss", null, "The loss of the last step.");
    private static readonly Gauge<double> Rate = Meter.CreateGauge<double>("hillock.training.learning_rate", null, "The learning rate of the last step.");
    private static readonly Gauge<double> Speed = Meter.CreateGauge<double>("hillock.training.rows_per_second", "{row}/s", "Rows a second in the last step.");
    private static readonly Gauge<double> Norm =
        Meter.CreateGauge<double>("hillock.training.gradient_norm", null, "The norm of the last step's gradients before they were clipped.");

    private static readonly Gauge<double> HeldOut =
        Meter.CreateGauge<double>("hillock.training.epoch", null, "What the last epoch came to, by the tag value: losses, score, metrics.");

    private readonly TagList _tags = run is null ? new TagList { { "model", model } } : new TagList { { "model", model }, { "run", run } };

    internal void Step(FitContext context)
    {
        Add(Steps, 1);
        Add(Rows, context.Rows);
        Set(Loss, context.Loss);
        if (Rate.Enabled)
        {
            Set(Rate, context.LearningRate);
        }

        if (Speed.Enabled)
        {
            Set(Speed, context.Rows / context.StepSeconds);
        }

        if (Norm.Enabled)
        {
            Set(Norm, context.GradientNorm);
        }
    }

    internal void Epoch(EpochReport report)
    {
        Add(Epochs, 1);
        if (HeldOut.Enabled)
        {
            foreach (string name in EpochReport.Names.Concat(report.Metrics.Keys))
            {
                if (report.Value(name) is { } value)
                {
                    TagList tags = _tags;
                    tags.Add("value", name);
                    HeldOut.Record(value, tags);
                }
            }
        }
    }

    private void Add(Counter<long> counter, long count)
    {
        if (counter.Enabled)
        {
            counter.Add(count, _tags);
        }
    }

    private void Set(Gauge<double> gauge, double value)
    {
        if (gauge.Enabled)
        {
            gauge.Record(value, _tags);
        }
    }
}
