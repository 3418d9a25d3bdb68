using Hillock.Autograd;
using Hillock.Charts;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Squared errors average, absolute ones take the median.</summary>
public sealed class Claim24Averages() : Claim(24, "averages")
{
    private const int Pixels = 41, Pictures = 400, Steps = 1500;
    private static readonly Dictionary<bool, double[]> Done = [];

    /// <summary>One number fitted to data by a loss.</summary>
    public static double Fit(bool squared, params double[] data) => Fit(squared, Tensor.From(data, [data.Length, 1]))[0];

    /// <summary>A row of pixels fitted to many rows, in each of which an edge lies elsewhere.</summary>
    public static double[] Edge(bool squared)
    {
        lock (Done)
        {
            if (!Done.TryGetValue(squared, out double[]? pixels))
            {
                var random = new Philox(24);
                var rows = new double[Pictures * Pixels];
                for (int i = 0; i < rows.Length; i++)
                {
                    // The edge lies at the middle, give or take a quarter of the width.
                    double edge = Pixels * (0.25 + (0.5 * random.UniformDouble((ulong)(i / Pixels))));
                    rows[i] = i % Pixels > edge ? 1 : 0;
                }

                Done[squared] = pixels = Fit(squared, Tensor.From(rows, [Pictures, Pixels]));
            }

            return pixels;
        }
    }

    /// <summary>The pixels that are neither dark nor light.</summary>
    public static int Gray(bool squared) => Edge(squared).Count(static value => value is > 0.1 and < 0.9);

    public override IEnumerable<string> Measured() =>
        Sheet.Table(
            ["fitted to", "by the squared error", "by the absolute error"],
            [
                ["1, 2, 3, 4, 5", Sheet.N(Fit(true, 1, 2, 3, 4, 5), 2), Sheet.N(Fit(false, 1, 2, 3, 4, 5), 2)],
                ["1, 2, 3, 4, 500", Sheet.N(Fit(true, 1, 2, 3, 4, 500), 2), Sheet.N(Fit(false, 1, 2, 3, 4, 500), 2)],
                ["−1 twice, 1 thrice", Sheet.N(Fit(true, -1, -1, 1, 1, 1), 2), Sheet.N(Fit(false, -1, -1, 1, 1, 1), 2)],
                ["an edge, gray pixels of 41", $"{Gray(true)}", $"{Gray(false)}"],
            ]);

    public override LineChart Picture() => Sheet.History(
        "A row of pixels learned from 400 pictures with an edge, each elsewhere", "pixel", "brightness",
        Sheet.Steps("squared error", 1, Edge(true)), Sheet.Steps("absolute error", 0, Edge(false)));

    // Newton's method would do for these; training is what a network does.
    private static double[] Fit(bool squared, Tensor rows)
    {
        double spread = rows.ToArray<double>().Max() - rows.ToArray<double>().Min();
        Tensor value = Tensor.Zeros([1, rows.Shape[1]], DataType.Float64).WithGradient();
        var optimizer = new Adam([value], 0.02 * spread);
        var schedule = new CosineSchedule(Steps);
        for (int step = 0; step < Steps; step++)
        {
            using TidyScope scope = TensorPool.BeginTidy();
            schedule.Apply(optimizer, step);
            optimizer.ZeroGrad();
            Tensor difference = value - rows;
            F.Mean(squared ? F.Square(difference) : F.Abs(difference)).Backward();
            optimizer.Step();
        }

        return value.ToArray<double>();
    }
}
