using System.Globalization;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>How <see cref="Trainer"/> trains.</summary>
public sealed record FitOptions
{
    /// <summary>The number of epochs, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// The epoch to begin with, from 0: batches' order, sampler and schedule go on from there, so that <c>Epochs = 2</c>, then
    /// <c>FirstEpoch = 2, Epochs = 2</c> with the same optimizer, or one that has loaded its state, come to the bits of <c>Epochs = 4</c>.
    /// </summary>
    public int FirstEpoch { get; init; }

    /// <summary>The rows of a minibatch, at least 1.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>The seed of the batches' order.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Whether each minibatch holds equally many rows of every class (<see cref="BalancedBatchSampler"/>), for classes of very different frequencies.
    /// The targets must be classes.
    /// </summary>
    public bool Balance { get; init; }

    /// <summary>
    /// With <see cref="Balance"/>, the number of last epochs at the natural frequencies, 0 to <see cref="Epochs"/>: the output biases learn them there, so
    /// that the outputs are probabilities again.
    /// </summary>
    public int NaturalEpochs { get; init; }

    /// <summary>
    /// The order of the rows of each epoch, and how they are divided into minibatches: a sampler of your own, or null for rows in random order.
    /// <see cref="BatchSize"/>, <see cref="Seed"/> and <see cref="Balance"/> say nothing then. An epoch's loss is the mean over the rows that it shows.
    /// </summary>
    public IBatchSampler? Sampler { get; init; }

    /// <summary>The score of held-out predictions and targets, a metric of your own; when null that of <c>Trainer.Evaluate</c>.</summary>
    public Func<Tensor, Tensor, double>? Score { get; init; }

    /// <summary>
    /// Metrics by name, of the predictions for all held-out inputs and their targets, measured after each epoch; none when null. They stand in
    /// <see cref="EpochReport.Metrics"/>.
    /// </summary>
    public IReadOnlyDictionary<string, Func<Tensor, Tensor, double>>? Metrics { get; init; }

    /// <summary>How the learning rate changes from epoch to epoch, or from step to step; not at all when null.</summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// What <see cref="Schedule"/> counts. Steps are counted from the first epoch on; with a <see cref="FirstEpoch"/> those of earlier epochs are taken to be
    /// as many an epoch as those of the first that is trained.
    /// </summary>
    public ScheduleUnit ScheduleUnit { get; init; }

    /// <summary>
    /// The batches, at least 1, whose gradients are collected for one step of the optimizer: the step of a batch of all their rows, in the memory of one. An
    /// epoch's last step may have fewer.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Each batch's mean counts by its rows (<see cref="Loss.RowsThatCount"/>: by the weights of their classes, and without ignored ones), so that the sum is
    /// the gradient of the mean over all rows. A loss that is a sum is added up as it is.
    /// </para>
    /// <para>
    /// The gradient has the bits of the large batch's where nothing rounds that the large batch would not round: where the rows of each batch, and of all
    /// together, are powers of two and the sums over rows are exact, as with few digits. Otherwise it differs by the rounding of sums in another order. Modules
    /// that look at a batch as a whole, such as batch normalisation, see the single batches, and random ones draw for each.
    /// </para>
    /// </remarks>
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>
    /// The Euclidean norm, above 0, to which larger gradients are scaled down before each step (<see cref="Optimizer.ClipGradients"/>); null for none.
    /// </summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// The magnitude, above 0, at which each element of the gradients is cut off before each step (<see cref="Optimizer.ClipGradientValues"/>); null for none.
    /// Before the norm is looked at, if there are both.
    /// </summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// Whether training stops with a <see cref="TrainingDivergedException"/>, which names the module or the parameter, before a step whose loss or gradient is
    /// NaN or infinite. Parameters and buffers are then those of the step before; for that the buffers, such as running statistics, are copied before each
    /// step.
    /// </summary>
    public bool ChecksFinite { get; init; } = true;

    /// <summary>Held-out inputs, or null for none. With <see cref="HeldOutTargets"/>; whether they fit is found out before the first step.</summary>
    public Tensor? HeldOutInputs { get; init; }

    /// <summary>Held-out targets, or null.</summary>
    public Tensor? HeldOutTargets { get; init; }

    /// <summary>
    /// Held-out data in batches instead of <see cref="HeldOutInputs"/> and <see cref="HeldOutTargets"/>, or null: its epoch 0 is measured after each epoch. The
    /// predictions of all its rows are held in memory at a time, the inputs of one batch.
    /// </summary>
    public IBatchSource? HeldOutBatches { get; init; }

    /// <summary>
    /// The epochs, at least 1, without a better <see cref="Monitor"/> after which training stops and the parameters of the best epoch come back; null to train
    /// all epochs. NaN is never better; where no epoch has a finite number, <c>Fit</c> throws an <see cref="InvalidOperationException"/> at the end, and the
    /// network has the parameters of the last epoch.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// What a patience looks at: <c>heldOutLoss</c>, as when null, <c>heldOutScore</c>, <c>trainingLoss</c>, or the name of one of <see cref="Metrics"/>.
    /// </summary>
    public string? Monitor { get; init; }

    /// <summary>
    /// Whether greater values of <see cref="Monitor"/> are better, as of an accuracy. When null they are of <c>heldOutScore</c>, and not of the losses; one of
    /// <see cref="Metrics"/> needs the word.
    /// </summary>
    public bool? GreaterIsBetter { get; init; }

    /// <summary>The same, decided.</summary>
    internal bool PrefersGreater => GreaterIsBetter ?? Monitor == "heldOutScore";

    /// <summary>By how much <see cref="Monitor"/> must be better than before to count as better, at least 0.</summary>
    public double MinimumChange { get; init; }

    /// <summary>What is called before, between and after the steps; nothing when empty.</summary>
    public IReadOnlyList<FitCallback> Callbacks { get; init; } = [];

    /// <summary>
    /// Where to go on, or null to begin with <see cref="FirstEpoch"/>. The network and the optimizer have loaded the states that were saved with it; all other
    /// options are those of the run that is to go on.
    /// </summary>
    public FitState? ResumeFrom { get; init; }

    /// <summary>A name for the run, the tag <c>run</c> of what the meter <c>Hillock.Training</c> measures; no tag when null.</summary>
    public string? RunName { get; init; }

    internal bool HoldsOut => HeldOutBatches is not null || HeldOutInputs is not null;

    internal int EndEpoch => FirstEpoch + Epochs;

    /// <exception cref="ArgumentException">Options are out of range, or exclude each other.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1, nameof(Epochs));
        ArgumentOutOfRangeException.ThrowIfNegative(FirstEpoch, nameof(FirstEpoch));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FirstEpoch, int.MaxValue - Epochs, nameof(FirstEpoch));
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience ?? 1, 1, nameof(Patience));
        ArgumentOutOfRangeException.ThrowIfLessThan(AccumulationSteps, 1, nameof(AccumulationSteps));
        RequirePositive(ClipNorm, nameof(ClipNorm));
        RequirePositive(ClipValue, nameof(ClipValue));
        if (!(MinimumChange >= 0 && double.IsFinite(MinimumChange)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(MinimumChange), MinimumChange,
                string.Create(CultureInfo.InvariantCulture, $"{nameof(MinimumChange)} expects a finite number of at least 0 but got {MinimumChange}."));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(NaturalEpochs, nameof(NaturalEpochs));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NaturalEpochs, Epochs, nameof(NaturalEpochs));
        if (Sampler is not null && Balance)
        {
            throw Fault("A sampler of your own and Balance exclude each other; leave Balance out, or the sampler.");
        }

        if ((HeldOutInputs is null) != (HeldOutTargets is null))
        {
            throw Fault("Held-out data is inputs and targets, but only one of HeldOutInputs and HeldOutTargets is set; set the other too.");
        }

        if (HeldOutBatches is not null && HeldOutInputs is not null)
        {
            throw Fault("Held-out data is tensors or batches, but HeldOutBatches and HeldOutInputs are both set; leave one of them out.");
        }

        CheckMeasurements();
        CheckState();
        if (Callbacks is null || Callbacks.Any(static callback => callback is null))
        {
            throw Fault("Callbacks expects callbacks but it or one of them is null; leave it out.");
        }
    }

    /// <exception cref="ArgumentException">An option divides rows into batches, which a source of batches has done.</exception>
    internal void CheckForSource()
    {
        if (Sampler is not null || Balance || NaturalEpochs != 0)
        {
            throw Fault("A source of batches decides which rows a batch has, but Sampler, Balance or NaturalEpochs is set; leave it out, or train on tensors.");
        }
    }

    private void CheckMeasurements()
    {
        if (Metrics is not null)
        {
            if (Metrics.FirstOrDefault(static metric => metric.Value is null || EpochReport.Names.Contains(metric.Key)) is { Key: { } name } bad)
            {
                throw Fault(bad.Value is null
                    ? $"Metrics expects a function for each name but \"{name}\" has none; leave it out."
                    : $"Metrics expects names of its own but \"{name}\" is measured anyway; choose another name.");
            }

            if (Metrics.Count > 0 && !HoldsOut)
            {
                throw Fault("Metrics expect held-out inputs and targets to measure; set HeldOutInputs and HeldOutTargets, or HeldOutBatches.");
            }
        }

        string monitor = Monitor ?? "heldOutLoss";
        if (!EpochReport.Names.Contains(monitor) && Metrics?.ContainsKey(monitor) != true)
        {
            throw Fault($"Monitor expects {string.Join(", ", EpochReport.Names)} or the name of a metric but got \"{monitor}\"; add it to Metrics.");
        }

        if (Patience is not null && GreaterIsBetter is null && !EpochReport.Names.Contains(monitor))
        {
            throw Fault($"A patience with the metric \"{monitor}\" does not know whether greater values are better; set GreaterIsBetter to true or false.");
        }

        if (Patience is not null && !HoldsOut && monitor != "trainingLoss")
        {
            throw Fault("A patience expects held-out inputs and targets to look at; set HeldOutInputs and HeldOutTargets, or Monitor = \"trainingLoss\".");
        }
    }

    private void CheckState()
    {
        if (ResumeFrom is { } state && (state.Epoch < FirstEpoch || state.Epoch > EndEpoch || state.Batch < 0 || state.Steps < 0))
        {
            throw Fault(string.Create(
                CultureInfo.InvariantCulture,
                $"ResumeFrom stands at epoch {state.Epoch}, batch {state.Batch}, step {state.Steps}, but these options train epochs {FirstEpoch} to " +
                $"{EndEpoch - 1}; pass the options of the run that is to go on."));
        }

        if (ResumeFrom?.Fault() is { } fault)
        {
            throw Fault($"ResumeFrom says what cannot be: {fault}; pass the state of a callback, or of another checkpoint.");
        }
    }

    private static void RequirePositive(double? value, string name)
    {
        if (value is { } number && !(number > 0 && double.IsFinite(number)))
        {
            throw new ArgumentOutOfRangeException(
                name, number,
                string.Create(CultureInfo.InvariantCulture, $"{name} expects a finite number above 0 but got {number}; leave it out not to clip."));
        }
    }

    // The parameter of the methods that take options.
    private static ArgumentException Fault(string message, string name = "options") => new(message, name);
}
