using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Autograd;

public class GradientCheckTests
{
    private static readonly Tensor Input = Tensor.From(new[] { 0.3, -1.2, 2.5 });

    [Fact]
    public void First_OfARightGradient_Passes()
    {
        GradientReport report = GradientCheck.First(x => F.Exp(x[0]) * x[0], [Input]);
        Assert.True(report.Passed);
        Assert.Equal(3, report.Count);
        Assert.Same(report, report.ThrowIfFailed());
    }

    [Fact]
    public void First_OfAWrongGradient_NamesTheWorstElement()
    {
        // The gradient of the detached factor is missing.
        GradientReport report = GradientCheck.First(x => x[0] * x[0].Detach(), [Input]);
        Assert.False(report.Passed);
        Assert.Equal(0, report.Input);
        Assert.InRange(report.Numeric / report.Analytic, 1.99, 2.01);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => report.ThrowIfFailed());
        Assert.Contains($"element {report.Index} of input 0", error.Message);
    }

    [Fact]
    public void Second_OfAWrongSecondDerivative_Fails()
    {
        Assert.True(GradientCheck.Second(x => F.Exp(x[0]) * x[0], [Input]).Passed);

        // x³ as x²·x with a constant: the first derivative of that is off as well, so only Second is asked here.
        Assert.False(GradientCheck.Second(x => x[0] * x[0] * x[0].Detach(), [Input]).Passed);
    }

    [Fact]
    public void Check_OfChosenInputs_LeavesTheOthersAlone()
    {
        Tensor constant = Tensor.From(new[] { 1.0, 2, 3 });
        GradientReport report = GradientCheck.First(x => x[0] * x[1], [Input.Clone().WithGradient(), constant]);
        Assert.True(report.Passed);
        Assert.Equal(3, report.Count);
        Assert.Null(constant.Gradient);
    }

    [Fact]
    public void Check_InFloat32_IsRefused() =>
        Assert.Contains("must be float64", Assert.Throws<ArgumentException>(() => GradientCheck.First(x => x[0], [Tensor.Ones(2)])).Message);
}
