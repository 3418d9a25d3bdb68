using System.Diagnostics.Metrics;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>What the meter <c>Hillock.Training</c> measures, as a listener hears it; and training on a thread of its own.</summary>
public class FitMeterTests
{
    [Fact]
    public void Meter_MeasuresStepsLossRateNormAndSpeed()
    {
        string run = Guid.NewGuid().ToString("N");
        List<(string Name, double Value, string Tags)> heard = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == "Hillock.Training")
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();

        // w = 2, x = 3, t = 0: the loss is 36, its slope 36; a step of 1/36 goes to 1, where the loss is 9 and the slope 18.
        Linear model = new(1, 1, bias: false);
        model.Weight.Detach().Fill(2);
        IReadOnlyList<EpochReport> reports = new Trainer(model, new Sgd(model.Parameters(), 1.0 / 36), new MeanSquaredErrorLoss()).Fit(
            Tensor.Full([8, 1], 3), Tensor.Zeros([8, 1]),
            new FitOptions { Epochs = 1, BatchSize = 4, RunName = run, ChecksFinite = false }, null, TestContext.Current.CancellationToken);
        Assert.All(heard, one => Assert.StartsWith("model=Linear", one.Tags, StringComparison.Ordinal));
        Assert.Equal([1, 1], Of("hillock.training.steps"));
        Assert.Equal([4, 4], Of("hillock.training.rows"));
        Assert.Equal([1], Of("hillock.training.epochs"));
        Assert.Equal([36, 9], Of("hillock.training.loss").Select(value => Math.Round(value, 4)));
        Assert.Equal([36, 18], Of("hillock.training.gradient_norm").Select(value => Math.Round(value, 4)));
        Assert.Equal([1.0 / 36, 1.0 / 36], Of("hillock.training.learning_rate"));
        Assert.All(Of("hillock.training.rows_per_second"), value => Assert.True(value > 0));
        (string _, double loss, string tags) = Assert.Single(heard, one => one.Name == "hillock.training.epoch");
        Assert.Equal(reports[0].TrainingLoss, loss);
        Assert.Equal($"model=Linear run={run} value=trainingLoss", tags);

        IEnumerable<double> Of(string name) => heard.Where(one => one.Name == name).Select(one => one.Value);

        // Tests beside this one train too.
        void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string text = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            if (text.Contains(run, StringComparison.Ordinal))
            {
                heard.Add((instrument.Name, value, text));
            }
        }
    }

    [Fact]
    public async Task FitAsync_TrainsElsewhereToTheSameBits()
    {
        Trainer here = FitParts.Noisy(), there = FitParts.Noisy(), batches = FitParts.Noisy();
        int thread = 0, own = Environment.CurrentManagedThreadId;
        FitOptions options = new() { Epochs = 2, BatchSize = 8 };
        here.Fit(options);
        IReadOnlyList<EpochReport> reports = await there.FitAsync(
            FitParts.Inputs, FitParts.Targets,
            options with { Callbacks = [new FitParts.Calls { FitBegin = _ => thread = Environment.CurrentManagedThreadId }] },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, reports.Count);
        Assert.Equal(here.Bits(), there.Bits());
        Assert.NotEqual(0, thread);
        Assert.NotEqual(own, thread);
        Assert.Equal(
            2,
            (await batches.FitAsync(
                new FitParts.RowsInOrder(FitParts.Inputs, FitParts.Targets, 8), options, cancellationToken: TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task FitAsync_CancelledOrFaulted_SaysSo()
    {
        using CancellationTokenSource source = new();
        FitOptions options = new() { Epochs = 100, Callbacks = [new FitParts.Calls { EpochEnd = (_, report) => CancelAfter(report.Epoch) }] };
        Assert.Equal(3, (await FitParts.Noisy().FitAsync(FitParts.Inputs, FitParts.Targets, options, null, source.Token)).Count);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => FitParts.Noisy().FitAsync(
                FitParts.Inputs, FitParts.Targets, new FitOptions { Epochs = 0 }, cancellationToken: TestContext.Current.CancellationToken));

        void CancelAfter(int epoch)
        {
            if (epoch == 3)
            {
                source.Cancel();
            }
        }
    }
}
