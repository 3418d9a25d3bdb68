using Hillock.Functional;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Activations;

public class ActivationLaws(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Measure(string name)
    {
        ActivationInfo info = ActivationCatalog.Find(name)!;
        foreach (OracleSet set in LawSubject.Oracle(info).Sets)
        {
            LawSubject subject = LawSubject.Of(info, set);
            for (int order = 0; order < 3; order++)
            {
                double[] y = subject.Evaluate(order, [.. set.Points.Select(p => p.X)]);
                var list = new List<(double, string)>();
                for (int i = 0; i < y.Length; i++)
                {
                    string e = set.Points[i].Derivative(order);
                    double error = set.IsSingle ? Ulp.Distance((float)y[i], e) : Ulp.Distance(y[i], e);
                    bool sign = Ulp.HasDecidedSign(y[i], e);
                    if (error > 1 || !sign) list.Add((error, $"{set.Points[i]} -> {y[i]:R} for {e[..Math.Min(20, e.Length)]} {error:0.##} {(sign ? "" : "SIGN")} f''={set.Points[i].Second[..Math.Min(10, set.Points[i].Second.Length)]}"));
                }
                File.AppendAllText("/tmp/laws_measure.txt", $"== {subject} order {order}: {list.Count} beyond 1, worst {list.Select(l => l.Item1).DefaultIfEmpty(0).Max():0.##}\n" + string.Concat(list.OrderByDescending(l => l.Item1).Take(8).Select(l => "    " + l.Item2 + "\n")));
            }
        }
        Assert.NotNull(output);
    }
}
