using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

internal static partial class LayerTable
{
    private static LayerRow[] Dropouts() =>
    [
        Dropout(nameof(Modules.Dropout), static (p, random) => new Dropout(p, random)),
        Dropout(nameof(Dropout1d), static (p, random) => new Dropout1d(p, random)),
        Dropout(nameof(Dropout2d), static (p, random) => new Dropout2d(p, random)),
        Dropout(nameof(Dropout3d), static (p, random) => new Dropout3d(p, random)),
        Dropout(nameof(AlphaDropout), static (p, random) => new AlphaDropout(p, random)),
        Dropout(nameof(FeatureAlphaDropout), static (p, random) => new FeatureAlphaDropout(p, random)),
    ];

    private static LayerRow<DropoutLayer> Dropout(string name, Func<double, RandomSource, Module> make) =>
        LayerRow.Of<DropoutLayer>(name, a => make(a.Number("probability"), a.Random)).Number("probability", 0.5, static x => x.Probability);

    private static LayerRow[] Norms() =>
    [
        .. Enumerable.Range(1, 3).SelectMany(static axes => (LayerRow[])[BatchNorm(axes), InstanceNorm(axes)]),
        LayerRow.Of<GroupNorm>(
            nameof(GroupNorm), static a => new GroupNorm(a.Whole("numGroups"), a.Whole("numChannels"), a.Number("epsilon"), a.Flag("affine"), a.Type))
            .Whole("numGroups", static x => x.NumGroups).Whole("numChannels", static x => x.NumChannels, Channels)
            .Number("epsilon", 1e-5, static x => x.Epsilon).Flag("affine", true, static x => x.Weight is not null).Type(static x => TypeOf(x.Weight))
            .Counts(static a => 2.0 * LayerArguments.Count(a.Flag("affine")) * a.Whole("numChannels")),
        LayerRow.Of<LayerNorm>(
            nameof(LayerNorm),
            static a => new LayerNorm(a.Shape("normalizedShape"), a.Number("epsilon"), a.Flag("elementwiseAffine"), a.Flag("bias"), a.Type))
            .Wholes("normalizedShape", static x => x.NormalizedShape.ToArray(), Last).Number("epsilon", 1e-5, static x => x.Epsilon)
            .Flag("elementwiseAffine", true, static x => x.Weight is not null).Flag("bias", true, static x => x.Weight is null || x.Bias is not null)
            .Type(static x => TypeOf(x.Weight))
            .Counts(static a =>
                LayerArguments.Count(a.Flag("elementwiseAffine")) * (1.0 + LayerArguments.Count(a.Flag("bias"))) * Product(a.Wholes("normalizedShape"))),
        LayerRow.Of<RmsNorm>(
            nameof(RmsNorm), static a => new RmsNorm(a.Shape("normalizedShape"), a.NumberOrNull("epsilon"), a.Flag("elementwiseAffine"), a.Type))
            .Wholes("normalizedShape", static x => x.NormalizedShape.ToArray(), Last).NumberOrNull("epsilon", static x => x.Epsilon)
            .Flag("elementwiseAffine", true, static x => x.Weight is not null).Type(static x => TypeOf(x.Weight))
            .Counts(static a => LayerArguments.Count(a.Flag("elementwiseAffine")) * Product(a.Wholes("normalizedShape"))),
        LayerRow.Of<LocalResponseNorm>(
            nameof(LocalResponseNorm), static a => new LocalResponseNorm(a.Whole("size"), a.Number("alpha"), a.Number("beta"), a.Number("k")))
            .Whole("size", static x => x.Size).Number("alpha", 1e-4, static x => x.Constants.Alpha).Number("beta", 0.75, static x => x.Constants.Beta)
            .Number("k", 1, static x => x.Constants.K),
        LayerRow.Of<RowFunction<Normalize>>("Normalize", static a => new RowFunction<Normalize>(new Normalize(a.Number("epsilon")), a.Whole("axis")))
            .Number("epsilon", new Normalize().Epsilon, static x => x.Function.Epsilon).Whole("axis", -1, static x => x.Axis),
    ];

    private static LayerRow<BatchNormalization> BatchNorm(int axes) => LayerRow.Of<BatchNormalization>(
        FormattableString.Invariant($"BatchNorm{axes}d"),
        a => axes switch
        {
            1 => new BatchNorm1d(
                a.Whole("numFeatures"), a.Number("epsilon"), a.NumberOrNull("momentum"), a.Flag("affine"), a.Flag("trackRunningStats"), a.Type),
            2 => new BatchNorm2d(
                a.Whole("numFeatures"), a.Number("epsilon"), a.NumberOrNull("momentum"), a.Flag("affine"), a.Flag("trackRunningStats"), a.Type),
            _ => new BatchNorm3d(
                a.Whole("numFeatures"), a.Number("epsilon"), a.NumberOrNull("momentum"), a.Flag("affine"), a.Flag("trackRunningStats"), a.Type),
        })
        .Whole("numFeatures", static x => x.NumFeatures, Channels).Number("epsilon", 1e-5, static x => x.Epsilon)
        .NumberOrNull("momentum", static x => x.Momentum, 0.1, isNullable: true).Flag("affine", true, static x => x.Weight is not null)
        .Flag("trackRunningStats", true, static x => x.RunningMean is not null).Type(static x => TypeOf(x.Weight ?? x.RunningMean))
        .Counts(static a => 2.0 * LayerArguments.Count(a.Flag("affine")) * a.Whole("numFeatures"));

    private static LayerRow<InstanceNormalization> InstanceNorm(int axes) => LayerRow.Of<InstanceNormalization>(
        FormattableString.Invariant($"InstanceNorm{axes}d"),
        a => axes switch
        {
            1 => new InstanceNorm1d(
                a.Whole("numFeatures"), a.Number("epsilon"), a.Number("momentum"), a.Flag("affine"), a.Flag("trackRunningStats"), a.Type),
            2 => new InstanceNorm2d(
                a.Whole("numFeatures"), a.Number("epsilon"), a.Number("momentum"), a.Flag("affine"), a.Flag("trackRunningStats"), a.Type),
            _ => new InstanceNorm3d(
                a.Whole("numFeatures"), a.Number("epsilon"), a.Number("momentum"), a.Flag("affine"), a.Flag("trackRunningStats"), a.Type),
        })
        .Whole("numFeatures", static x => x.NumFeatures, Channels).Number("epsilon", 1e-5, static x => x.Epsilon)
        .Number("momentum", 0.1, static x => x.Momentum).Flag("affine", false, static x => x.Weight is not null)
        .Flag("trackRunningStats", false, static x => x.RunningMean is not null).Type(static x => TypeOf(x.Weight ?? x.RunningMean))
        .Counts(static a => 2.0 * LayerArguments.Count(a.Flag("affine")) * a.Whole("numFeatures"));

    private static LayerRow[] Functions() =>
    [
        LayerRow.Of<ChebyshevActivation>(nameof(ChebyshevActivation), static a => new ChebyshevActivation(a.Whole("degree"), a.Flag("squash"), a.Type))
            .Whole("degree", 5, static x => x.Degree).Flag("squash", true, static x => x.Squashes).Type(static x => x.Coefficients.DataType)
            .Counts(static a => a.Whole("degree") + 1.0),
        LayerRow.Of<RationalActivation>(nameof(RationalActivation), MakeRational)
            .Numbers("numerator", static x => IsStandard(x) ? [] : Coefficients(x.Numerator))
            .Numbers("denominator", static x => IsStandard(x) ? [] : Coefficients(x.Denominator)).Type(static x => x.Numerator.DataType)
            .Counts(static a => a.Numbers("numerator") is { Length: > 0 } numerator ? numerator.Length + a.Numbers("denominator").Length
                : RationalActivation.LeakyNumerator.Length + RationalActivation.LeakyDenominator.Length),
        LayerRow.Of<Glu>(nameof(Glu), static a => new Glu(a.Whole("axis"))).Whole("axis", -1, static x => x.Axis),
        LayerRow.Of<SwiGlu>(nameof(SwiGlu), static a => new SwiGlu(a.Whole("axis"))).Whole("axis", -1, static x => x.Axis),
        LayerRow.Of<GeGlu>(nameof(GeGlu), static a => new GeGlu(a.Whole("axis"))).Whole("axis", -1, static x => x.Axis),
        LayerRow.Of<ReGlu>(nameof(ReGlu), static a => new ReGlu(a.Whole("axis"))).Whole("axis", -1, static x => x.Axis),
        LayerRow.Of<Maxout>(nameof(Maxout), static a => new Maxout(a.Whole("pieces"), a.Whole("axis")))
            .Whole("pieces", 2, static x => x.Pieces).Whole("axis", -1, static x => x.Axis),
        Tempered(nameof(Softmax), static (axis, beta) => new Softmax(axis, beta)),
        Tempered(nameof(LogSoftmax), static (axis, beta) => new LogSoftmax(axis, beta)),
        Tempered(nameof(Softmin), static (axis, beta) => new Softmin(axis, beta)),
        Tempered(nameof(Sparsemax), static (axis, beta) => new Sparsemax(axis, beta)),
        LayerRow.Of<Softmax2d>(nameof(Softmax2d), static a => new Softmax2d(a.Number("beta"))).Number("beta", 1, static x => x.Beta),
        LayerRow.Of<GumbelSoftmax>(
            nameof(GumbelSoftmax), static a => new GumbelSoftmax(a.Number("temperature"), a.Flag("hard"), a.Whole("axis"), a.Random))
            .Number("temperature", 1, static x => x.Temperature).Flag("hard", false, static x => x.Hard).Whole("axis", -1, static x => x.Axis),
    ];

    private static LayerRow<TemperedModule> Tempered(string name, Func<int, double, Module> make) =>
        LayerRow.Of<TemperedModule>(name, a => make(a.Whole("axis"), a.Number("beta"))).Whole("axis", -1, static x => x.Axis)
            .Number("beta", 1, static x => x.Beta);

    private static RationalActivation MakeRational(LayerArguments a)
    {
        double[] numerator = a.Numbers("numerator"), denominator = a.Numbers("denominator");
        return numerator.Length == 0 && denominator.Length == 0 ? new RationalActivation(a.Type) : new RationalActivation(numerator, denominator, a.Type);
    }

    private static bool IsStandard(RationalActivation x)
    {
        RationalActivation standard = new RationalActivation(x.Numerator.DataType);
        return Coefficients(x.Numerator).AsSpan().SequenceEqual(Coefficients(standard.Numerator))
            && Coefficients(x.Denominator).AsSpan().SequenceEqual(Coefficients(standard.Denominator));
    }

    private static double[] Coefficients(Tensor x) => x.Detach().To(DataType.Float64).ToArray<double>();
}
