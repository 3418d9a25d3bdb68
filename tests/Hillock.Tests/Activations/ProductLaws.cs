using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Numbers;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Activations;

/// <summary>A function as one factor of a product, as in definitions of one's own: mixed derivatives of <c>p·f(x)</c> are those of <c>f</c>.</summary>
/// <remarks>
/// The slope in <c>p</c> is the value of <c>f</c>, whose derivative is then that of a value among duals, not of a slope: it must follow from the function's rule as well,
/// not from the pieces of its formula, with their kinks at 0 and their polynomials.
/// </remarks>
[Trait("Speed", "slow")]
public class ProductLaws
{
    public static TheoryData<string> Activations =>
        [.. ActivationCatalog.All.Where(info => !info.IsLearnable && !info.IsRandom).Select(info => info.Name)];

    public static TheoryData<string> Elementary => [.. ElementaryFunctions.All.Select(info => info.Name)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void MixedDerivative_OfAnActivation_IsItsSlope(string name) => Check(ActivationCatalog.Find(name)!);

    [Theory]
    [MemberData(nameof(Elementary))]
    public void MixedDerivative_OfAnElementaryFunction_IsItsSlope(string name) => Check(ElementaryFunctions.Find(name));

    private static void Check(ActivationInfo info)
    {
        List<string> faults = [];
        foreach (OracleSet set in LawSubject.Sets(info))
        {
            DataType type = set.IsSingle ? DataType.Float32 : DataType.Float64;
            double epsilon = Math.ScaleB(1, set.IsSingle ? -24 : -53), most = set.IsSingle ? 1e12 : 1e100;

            // Where values or slopes, to the third power, overflow the products of the rule are infinite as well.
            OraclePoint[] points = [.. set.Points.Where(point => new[] { point.X, Number(point, 0), Number(point, 1), Number(point, 2) }.All(value => Math.Abs(value) < most))];
            Tensor x = Tensor.From(Array.ConvertAll(points, point => point.X)).To(type).WithGradient();
            Tensor p = Tensor.OnesLike(x).WithGradient();
            Tensor value = Gradients.Of(F.Sum(LawSubject.Of(info, set).Function.Accept(new ProductOf(x, p))), [p], createGraph: true)[0]!;
            Tensor slope = Gradients.Of(F.Sum(value), [x], createGraph: true)[0]!;
            Tensor? second = slope.RequiresGrad ? Gradients.Of(F.Sum(slope), [x])[0] : null;
            // Three and two times the bounds of the function alone: the product rule rounds once more at each level.
            for (int order = 1; order <= 2; order++)
            {
                double[] actual = (order == 1 ? slope : second)?.ToArray<double>() ?? new double[points.Length];
                SignChanges changes = new(set, order);
                Accuracy accuracy = new(order == 1 ? 6 : 32, set.IsSingle);
                for (int i = 0; i < actual.Length; i++)
                {
                    double scale = changes.ScaleAt(points[i].X);
                    accuracy.Add(actual[i], points[i].Derivative(order), points[i], order == 1 ? scale : Math.Max(scale, epsilon * Math.Abs(Number(points[i], 1))));
                }

                if (accuracy.Faults($"{info.Name} in {type}, order {order}") is { } text)
                {
                    faults.Add(text);
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static double Number(OraclePoint point, int order) => Ulp.NearestDouble(point.Derivative(order));

    private readonly struct Product<TActivation>(TActivation function) : ILearnableActivation
        where TActivation : struct, IActivation
    {
        private readonly TActivation _function = function;

        public static double Initial => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x, T p) where T : struct, IReal<T> => p * _function.Apply(x);
    }

    private sealed class ProductOf(Tensor x, Tensor p) : IActivationVisitor<Tensor>
    {
        public Tensor Visit<TActivation>(TActivation function)
            where TActivation : struct, IActivation => F.Apply(x, p, new Product<TActivation>(function));

        public Tensor VisitLearnable<TActivation>(TActivation function, double parameter)
            where TActivation : struct, ILearnableActivation => throw new NotSupportedException();

        public Tensor VisitRandom<TActivation>(TActivation function)
            where TActivation : struct, IRandomActivation => throw new NotSupportedException();
    }
}
