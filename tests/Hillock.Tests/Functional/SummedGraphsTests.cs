using System.Diagnostics;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>The warning of a running sum of losses that was meant to be a number.</summary>
[Collection(ParallelismCollection.Name)]
public class SummedGraphsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RunningSum_OfLossesThatBackwardHasBeenThrough_WarnsOnce(bool backwardFirst)
    {
        Tensor x = Tensor.Ones(3).WithGradient();
        string[] warnings = Warnings(() =>
        {
            Tensor total = Tensor.Scalar(0);
            for (int i = 0; i < 100; i++)
            {
                Tensor loss = F.Sum(F.Tanh(x));
                if (backwardFirst)
                {
                    loss.Backward();
                    total += loss;
                }
                else
                {
                    total += loss;
                    loss.Backward();
                }
            }
        });
        string warning = Assert.Single(warnings);
        Assert.Contains("total += loss.Item<double>()", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void RunningSum_OfAnEvaluationThatRecords_Warns()
    {
        Tensor x = Tensor.Ones(3).WithGradient();
        Assert.Single(Warnings(() =>
        {
            Tensor? total = null;
            for (int i = 0; i < 2000; i++)
            {
                Tensor loss = F.Sum(x);
                total = total is null ? loss : total + loss;
            }
        }));
    }

    [Fact]
    public void Sums_ThatAreDifferentiatedOrNotRecorded_DoNotWarn()
    {
        Tensor x = Tensor.Ones(3).WithGradient();
        Assert.Empty(Warnings(() =>
        {
            for (int step = 0; step < 50; step++)
            {
                Tensor total = Tensor.Scalar(0);
                for (int i = 0; i < 100; i++)
                {
                    total += F.Sum(F.Tanh(x));
                }

                total.Backward();
            }

            double number = 0;
            Tensor quiet = Tensor.Scalar(0);
            Tensor vector = Tensor.Zeros(3);
            for (int i = 0; i < 3000; i++)
            {
                Tensor loss = F.Sum(x);
                loss.Backward();
                number += loss.Item<float>();
                quiet += loss.Detach();
                vector += x;
            }

            Assert.Equal(9000, number);
        }));
    }

    private static string[] Warnings(Action action)
    {
        Listener listener = new();
        SummedGraphs.Forget();
        Trace.Listeners.Add(listener);
        try
        {
            action();
        }
        finally
        {
            Trace.Listeners.Remove(listener);
        }

        return [.. listener.Messages.Where(message => message.Contains("tensors of one element", StringComparison.Ordinal))];
    }

    private sealed class Listener : TraceListener
    {
        public List<string> Messages { get; } = [];

        public override void Write(string? message)
        {
        }

        public override void WriteLine(string? message) => Messages.Add(message ?? "");
    }
}
