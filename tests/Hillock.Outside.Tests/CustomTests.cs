using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Outside.Tests;

/// <summary>Operations with a backward of their own: what is saved, what is wrong, several results, and orders of gradients.</summary>
public class CustomTests
{
    private static Tensor Leaf => Tensor.From([1.0, -2, 3]).WithGradient();

    [Fact]
    public void Backward_OfCube_HasThreeOrders()
    {
        Tensor x = Leaf;
        Tensor y = F.Custom(x, static x => x * x * x, static (x, y, dy) => 3 * x * x * dy, "Cube");
        Tensor first = Gradients.Of(y.Sum(), [x], createGraph: true)[0]!;
        Tensor second = Gradients.Of(first.Sum(), [x], createGraph: true)[0]!;
        Tensor third = Gradients.Of(second.Sum(), [x])[0]!;
        Assert.Equal([1.0, -8, 27], y.ToArray<double>());
        Assert.Equal([3.0, 12, 27], first.ToArray<double>());
        Assert.Equal([6.0, -12, 18], second.ToArray<double>());
        Assert.Equal([6.0, 6, 6], third.ToArray<double>());
    }

    [Fact]
    public void Backward_OfSeveralThreadsOverOneGraph_HasItsOwnContext()
    {
        // Both passes are inside Backward before the first of them ends, and the second reads what was saved after that.
        using Meeting function = new Meeting(2);
        Tensor x = Leaf;
        Tensor y = F.Custom(function, x)[0].Sum();
        double[][] gradients = new double[2][];
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(i => new Thread(() => Pass(i)))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.Equal(2, function.Entered);
        Assert.All(gradients, gradient => Assert.Equal([2.0, -4, 6], gradient));

        void Pass(int i)
        {
            try
            {
                gradients[i] = Gradients.Of(y, [x], retainGraph: true)[0]!.ToArray<double>();
            }
            catch (InvalidOperationException)
            {
                gradients[i] = [];
            }

            function.OneHasEnded.Set();
        }
    }

    [Fact]
    public void Context_KeptBeyondItsBackward_HasNothingSaved()
    {
        Tensor x = Leaf;
        using Meeting function = new Meeting(1);
        F.Custom(function, x)[0].Sum().Backward();
        Assert.Throws<InvalidOperationException>(() => function.Last!.Saved);
        Assert.Throws<InvalidOperationException>(() => function.Last!.NeedsGradient(0));
    }

    [Fact]
    public void Backward_OfTwo_SumsWhatWasBroadcast()
    {
        Tensor x = Tensor.From([1.0, 2, 3, 4], [2, 2]).WithGradient(), y = Tensor.From([10.0, 20]).WithGradient();
        Tensor z = F.Custom(x, y, static (x, y) => x * y, static (x, y, z, dz) => (dz * y, (dz * x).Sum(0)), "Product");
        z.Sum().Backward();
        Assert.Equal([10.0, 20, 10, 20], x.Gradient!.ToArray<double>());
        Assert.Equal([4.0, 6], y.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Identity_WithAGradientOfItsOwn_LeavesItsArgumentAlone()
    {
        Tensor x = Leaf;
        Tensor y = F.Custom(x, static x => x, static (x, y, dy) => F.Clamp(dy, -1, 1), "ClippedGradient");
        Assert.NotSame(x, y);
        (y * Tensor.From([5.0, -0.5, -7])).Sum().Backward();
        Assert.Equal([1, -0.5, -1], x.Gradient!.ToArray<double>());
        Assert.True(x.IsLeaf);
    }

    [Fact]
    public void Results_SomeUnusedOrWhole_HaveZeros()
    {
        Tensor x = Leaf;
        Halves divided = new Halves();
        IReadOnlyList<Tensor> results = F.Custom(divided, x);
        Assert.False(results[2].RequiresGrad);
        Assert.Equal([1L, -2, 3], results[2].ToArray<long>());
        (results[1] * 10).Sum().Backward();
        Assert.Equal([0.0, 0, 0], divided.Seen[0].ToArray<double>());
        Assert.Equal(DataType.Int64, divided.Seen[2].DataType);
        Assert.Equal([5.0, 5, 5], x.Gradient!.ToArray<double>());

        // Both, one of them twice.
        x.ZeroGrad();
        results = F.Custom(divided, x);
        (results[0] + (results[1] * results[1])).Sum().Backward();
        Assert.Equal([1.0, -0.5, 2], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Results_InADeepGraph_GiveTheirMemoryBack()
    {
        // Fifty operations of two results: gradients under way live exactly as long as they are needed.
        Tensor x = Tensor.Full(1000, 1, DataType.Float64).WithGradient();
        for (int pass = 0; pass < 3; pass++)
        {
            x.ZeroGrad();
            using TidyScope scope = TensorPool.BeginTidy();
            Tensor y = x;
            for (int i = 0; i < 50; i++)
            {
                IReadOnlyList<Tensor> halves = F.Custom(new Halves(), y);
                y = halves[0] + halves[1];
            }

            y.Sum().Backward();
            Assert.All(x.Gradient!.ToArray<double>(), value => Assert.Equal(1, value));
        }
    }

    [Fact]
    public void NeedsGradient_OfAConstant_IsFalseAndNullIsAllowed()
    {
        Tensor x = Leaf, y = Tensor.From([1.0, 2, 3]);
        AskedProduct function = new AskedProduct();
        F.Custom(function, x, y)[0].Sum().Backward();
        Assert.Equal([true, false], function.Needed);
        Assert.Equal([1.0, 2, 3], x.Gradient!.ToArray<double>());

        // Both require a gradient, but only one is asked for.
        Tensor z = Leaf;
        Gradients.Of(F.Custom(function, x, z)[0].Sum(), [z]);
        Assert.Equal([false, true], function.Needed);
    }

    [Fact]
    public void Forward_WithoutGradients_RecordsNothing()
    {
        using (Gradients.Disabled())
        {
            Assert.False(F.Custom(Leaf, static x => x * 2, static (x, y, dy) => dy)!.RequiresGrad);
        }

        Assert.False(F.Custom(Tensor.Ones(2), static x => x * 2, static (x, y, dy) => dy).RequiresGrad);
    }

    [Fact]
    public void Gradients_ThatDoNotFit_SayWhatWasExpected()
    {
        Tensor x = Leaf;
        Message<InvalidOperationException>("Wrong expects a gradient of shape [3] for input 0 but returned [1, 3]", () =>
            F.Custom(x, static x => x, static (x, y, dy) => dy.Reshape(1, 3), "Wrong").Sum().Backward());
        Message<InvalidOperationException>("sum it over the axes along which Forward broadcast", () =>
            F.Custom(x, static x => F.Stack([x, x], 0), static (x, y, dy) => dy, "Wrong").Sum().Backward());
        Message<InvalidOperationException>("of type float64 for input 0 but returned float32; convert it with To", () =>
            F.Custom(x, static x => x, static (x, y, dy) => dy.To(DataType.Float32), "Wrong").Sum().Backward());
        Message<InvalidOperationException>("returned no gradient for input 1 of shape [3], which needs one", () =>
            F.Custom(x, Leaf, static (x, y) => x * y, static (x, y, z, dz) => (dz * y, null), "Wrong").Sum().Backward());
        Message<InvalidOperationException>(
            "expects 2 gradients, one for each input, but returned 1", () => F.Custom(new Miscounted(), x, Leaf)[0].Sum().Backward());
    }

    [Fact]
    public void Forward_ThatIsWrong_SaysSo()
    {
        Message<InvalidOperationException>(
            "Forward of Wrong changed input 0 of shape [3] in place", () => F.Custom(Leaf, static x => x.Detach().Fill(0), static (x, y, dy) => dy, "Wrong"));
        Message<InvalidOperationException>("returned a null among them", () => F.Custom(Leaf, static x => null!, static (x, y, dy) => dy, "Wrong"));
        Message<ArgumentException>("Halves expects at least one input", () => F.Custom(new Halves()));
        Assert.Throws<ArgumentNullException>(() => F.Custom(new Halves(), [null!]));
        Assert.Throws<ArgumentNullException>(() => F.Custom(Leaf, null!, static (x, y, dy) => dy));
    }

    [Fact]
    public void Change_InPlaceOfWhatWasSaved_IsNoticed()
    {
        Tensor x = Leaf;
        Tensor y = F.Custom(x, static x => x * x, static (x, y, dy) => 2 * x * dy, "Square");
        using (Gradients.Disabled())
        {
            x.AddInPlace(Tensor.Ones(3, DataType.Float64));
        }

        Message<InvalidOperationException>("the gradient of Square needs has been changed in place", () => y.Sum().Backward());
        Message<InvalidOperationException>("Backward of Wrong changed the gradient of result 0 in place", () =>
            F.Custom(Leaf, static x => x * 1, static (x, y, dy) => dy.MultiplyInPlace(2), "Wrong").Backward(Tensor.Ones(3, DataType.Float64)));
    }

    [Fact]
    public void Backward_ASecondTime_NeedsTheGraph()
    {
        Tensor x = Leaf;
        Tensor y = F.Custom(x, static x => x * x, static (x, y, dy) => 2 * x * dy, "Square").Sum();
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal([4.0, -8, 12], x.Gradient!.ToArray<double>());
        Message<InvalidOperationException>("saved tensors are freed; pass retainGraph: true", () => y.Backward());
    }

    [Fact]
    public void SecondDerivative_OfNumbers_IsRefusedAndNeverZero()
    {
        static Tensor Slope(Tensor x, Tensor y, Tensor dy)
        {
            double[] values = x.ToArray<double>(), upstream = dy.ToArray<double>();
            return Tensor.From([.. values.Select((value, i) => 2 * value * upstream[i])]);
        }

        // Not declared: noticed as soon as the gradient is to be differentiable. The first order works.
        Tensor x = Leaf;
        Tensor y = F.Custom(x, static x => x * x, Slope, "Square");
        Assert.Equal([2.0, -4, 6], Gradients.Of(y.Sum(), [x], retainGraph: true)[0]!.ToArray<double>());
        Message<InvalidOperationException>("of input 0 was not computed by differentiable functions", () => Gradients.Of(y.Sum(), [x], createGraph: true));

        // Declared: the gradient has its numbers, and whoever differentiates it is told.
        Tensor once = F.Custom(x, static x => x * x, Slope, "Square", onceDifferentiable: true);
        Tensor gradient = Gradients.Of(once.Sum(), [x], createGraph: true)[0]!;
        Assert.Equal([2.0, -4, 6], gradient.ToArray<double>());
        Message<InvalidOperationException>("Square is differentiable once alone", () => Gradients.Of(gradient.Sum(), [x]));
    }

    [Fact]
    public void SecondDerivative_ThroughASavedIntermediate_IsRefused()
    {
        Tensor x = Leaf;
        Tensor first = Gradients.Of(F.Custom(new SavedIntermediate(false), x)[0].Sum(), [x])[0]!;
        Assert.Equal([2.0, -4, 6], first.ToArray<double>());
        Message<InvalidOperationException>(
            "saved tensor 0 of shape [3] is neither an input nor a result",
            () => Gradients.Of(F.Custom(new SavedIntermediate(false), x)[0].Sum(), [x], createGraph: true));

        // Said to be a constant, it is one.
        Assert.Equal([2.0, -4, 6], Gradients.Of(F.Custom(new SavedIntermediate(true), x)[0].Sum(), [x], createGraph: true)[0]!.ToArray<double>());
    }

    [Fact]
    public void Context_OutsideOfItsTime_SaysSo()
    {
        Careless function = new Careless();
        F.Custom(function, Leaf);
        Message<InvalidOperationException>("Saved tensors are there in Backward alone", () => _ = function.Context!.Saved);
        Message<InvalidOperationException>("known in Backward alone", () => function.Context!.NeedsGradient(0));
        Message<InvalidOperationException>("saved in Forward alone", () => function.Context!.Save(Leaf));
    }

    [Fact]
    public void Failure_InABackward_LeavesNothingBehind()
    {
        Tensor x = Leaf;
        IReadOnlyList<Tensor> halves = F.Custom(new Halves { Fails = true }, x);
        Message<InvalidOperationException>("as asked", () => (halves[0] * halves[1]).Sum().Backward());
        halves = F.Custom(new Halves(), x);
        (halves[0] * halves[1]).Sum().Backward();
        Assert.Equal([0.5, -1, 1.5], x.Gradient!.ToArray<double>());
    }

    private static void Message<TException>(string part, Action action)
        where TException : Exception => Assert.Contains(part, Assert.Throws<TException>(action).Message, StringComparison.Ordinal);

    private static void Message<TException>(string part, Func<object?> function)
        where TException : Exception => Assert.Contains(part, Assert.Throws<TException>(function).Message, StringComparison.Ordinal);

    /// <summary>A square whose backward waits until all passes are in it, and whose last one until another has ended.</summary>
    private sealed class Meeting(int passes) : CustomFunction, IDisposable
    {
        private readonly Barrier _all = new(passes);
        private int _entered;

        public ManualResetEventSlim OneHasEnded { get; } = new(initialState: passes == 1);

        public int Entered => _entered;

        public CustomContext? Last { get; private set; }

        public void Dispose()
        {
            _all.Dispose();
            OneHasEnded.Dispose();
        }

        protected override IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs)
        {
            context.Save(inputs[0]);
            return [inputs[0] * inputs[0]];
        }

        protected override IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients)
        {
            Last = context;
            bool isLast = Interlocked.Increment(ref _entered) == passes;
            _all.SignalAndWait(TimeSpan.FromSeconds(30));
            if (isLast)
            {
                OneHasEnded.Wait(TimeSpan.FromSeconds(30));
            }

            return [context.NeedsGradient(0) ? 2 * gradients[0] * context.Saved[0] : null];
        }
    }

    /// <summary>Two halves, and the whole as a whole number.</summary>
    private sealed class Halves : CustomFunction
    {
        public bool Fails { get; init; }

        public IReadOnlyList<Tensor> Seen { get; private set; } = [];

        protected override IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs) =>
            [inputs[0] * 0.5, inputs[0] * 0.5, inputs[0].To(DataType.Int64)];

        protected override IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients)
        {
            Seen = [.. gradients.Select(gradient => TensorPool.Keep(gradient.Clone()))];
            return Fails ? throw new InvalidOperationException("as asked") : [(gradients[0] + gradients[1]) * 0.5];
        }
    }

    private sealed class AskedProduct : CustomFunction
    {
        public bool[] Needed { get; private set; } = [];

        protected override IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs)
        {
            context.Save([.. inputs]);
            return [inputs[0] * inputs[1]];
        }

        protected override IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients)
        {
            Needed = [context.NeedsGradient(0), context.NeedsGradient(1)];
            return [Needed[0] ? gradients[0] * context.Saved[1] : null, Needed[1] ? gradients[0] * context.Saved[0] : null];
        }
    }

    private sealed class SavedIntermediate(bool isConstant) : CustomFunction
    {
        protected override IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs)
        {
            Tensor slope = inputs[0] * 2;
            if (isConstant)
            {
                context.SaveConstant(slope);
            }
            else
            {
                context.Save(slope);
            }

            return [inputs[0] * inputs[0]];
        }

        protected override IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients) => [context.Saved[0] * gradients[0]];
    }

    private sealed class Miscounted : CustomFunction
    {
        protected override IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs) => [inputs[0] + inputs[1]];

        protected override IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients) => [gradients[0]];
    }

    private sealed class Careless : CustomFunction
    {
        public CustomContext? Context { get; private set; }

        protected override IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs)
        {
            Context = context;
            return [inputs[0] * 1];
        }

        protected override IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients) => [gradients[0]];
    }
}
