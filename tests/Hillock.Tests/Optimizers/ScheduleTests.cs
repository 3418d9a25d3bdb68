using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Optimizers;

public class ScheduleTests
{
    [Fact]
    public void Factor_OfEverySchedule_IsItsFormula()
    {
        Assert.Equal(1, new ConstantSchedule().Factor(7));
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], Enumerable.Range(0, 5).Select(new StepSchedule(2, 0.5).Factor));
        Assert.Equal(Math.Pow(0.9, 13), new ExponentialSchedule(0.9).Factor(13), 1e-15);
        CosineSchedule cosine = new(4, 0.2);
        Assert.Equal(1, cosine.Factor(0));
        Assert.Equal(0.2 + (0.8 * (1 + Math.Sqrt(0.5)) / 2), cosine.Factor(1), 1e-15);
        Assert.Equal(0.6, cosine.Factor(2), 1e-15);
        Assert.Equal(0.2, cosine.Factor(4), 1e-15);
        Assert.Equal(0.2, cosine.Factor(99), 1e-15);
    }

    [Fact]
    public void Factor_OfWarmup_RisesAndThenFollows()
    {
        WarmupSchedule warmup = new(4, new StepSchedule(2, 0.5));
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.5, 0.25], Enumerable.Range(0, 9).Select(warmup.Factor));
        Assert.Equal([0.5, 1, 1, 1], Enumerable.Range(0, 4).Select(new WarmupSchedule(2).Factor));
        Assert.Equal(new CosineSchedule(7).Factor(3), new WarmupSchedule(0, new CosineSchedule(7)).Factor(3));
    }

    [Fact]
    public void Apply_ToGroups_MultipliesTheirInitialRates()
    {
        ParameterGroup[] groups = [new([Tensor.Ones(1)], learningRate: 2), new([Tensor.Ones(1)])];
        Sgd optimizer = new(groups, 0.5);
        ExponentialSchedule schedule = new(0.1);
        schedule.Apply(optimizer, 1);
        schedule.Apply(optimizer, 2);
        Assert.Equal(0.02, groups[0].LearningRate, 1e-15);
        Assert.Equal(0.005, groups[1].LearningRate, 1e-15);
    }

    [Fact]
    public void Schedules_OfBadArguments_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialSchedule(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule().Factor(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmupSchedule(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmupSchedule(3).Factor(-1));
        Assert.Throws<InvalidOperationException>(() => new ParameterGroup([Tensor.Ones(1)]).LearningRate);
    }
}
