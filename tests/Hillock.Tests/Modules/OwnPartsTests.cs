using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>What parts from outside the library are told when something is amiss, and how they print.</summary>
public class OwnPartsTests
{
    [Fact]
    public void Register_OfAModuleThatContainsThisOne_IsRefused()
    {
        Holder outer = new(), middle = new(), inner = new();
        outer.Add("middle", middle);
        middle.Add("inner", inner);
        Assert.Contains("itself", Assert.Throws<ArgumentException>(() => outer.Add("self", outer)).Message, StringComparison.Ordinal);
        Assert.Contains("contains it", Assert.Throws<ArgumentException>(() => inner.Add("root", outer)).Message, StringComparison.Ordinal);

        // One module at two places is no circle, and is listed once, as by PyTorch's named_modules.
        Holder shared = new();
        middle.Add("shared", shared);
        inner.Add("shared", shared);
        Assert.Equal(["", "middle", "middle.inner", "middle.inner.shared"], outer.NamedModules().Select(pair => pair.Name));
    }

    [Fact]
    public void Field_OfAModuleOfOnesOwn_OutlivesAStepByKeepAlone()
    {
        foreach (bool keeps in (bool[])[false, true])
        {
            Remembering model = new(keeps);
            Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
            trainer.Step(Tensor.Ones([600, 2]), Tensor.Zeros([600, 1]));
            if (keeps)
            {
                Assert.Equal(600, model.Last!.ToArray<float>().Length);
            }
            else
            {
                string message = Assert.Throws<InvalidOperationException>(() => model.Last!.ToArray<float>()).Message;
                Assert.Contains("TensorPool.Keep", message, StringComparison.Ordinal);
                Assert.Contains("clones included", message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Run_WithTooFewBuffers_NamesStates()
    {
        Tensor p = Tensor.Ones([3]);
        p.RequiresGrad = true;
        p.Gradient = Tensor.Ones([3]);
        string message = Assert.Throws<ArgumentException>(() => new TwoStates([p]).Step()).Message;
        Assert.Equal(
            "Formula has States = 2, so Run expects a gradient of 3 elements and two buffers of 3 elements but got a gradient of 3, a buffer of 3 and " +
            "no buffer; pass a state.Buffer(\"name\") for each of the States.", message);
    }

    [Fact]
    public void ToString_OfGenericParts_HasTheirNamesAndSettings()
    {
        Assert.Equal("TukeyLoss(c=2.0)", new ElementwiseLoss<TukeyLoss>(new TukeyLoss(2)).ToString());
        Assert.Equal("HuberLoss()", new HuberLoss(delta: 2).ToString());
        Assert.Equal("Reversed()", new RowFunction<Reversed>().ToString());
        Assert.Equal("Reversed(axis=0)", new RowFunction<Reversed>(default, axis: 0).ToString());
        Assert.Equal("0.5", new Scalar<double>(0.5).ToString());
    }

    [Fact]
    public void AddInPlace_OfANumber_IsRoundedOnce()
    {
        // 256 + 1.5 in bfloat16: the spacing is 2 there, and 257.5 is nearer to 258.
        Tensor x = Tensor.From([1f, 256]).To(DataType.BFloat16);
        Assert.Equal([2.5f, 258], x.AddInPlace(1.5).ToArray<float>());
        Assert.Equal([0.1 + 0.2], Tensor.From([0.1]).AddInPlace(0.2).ToArray<double>());
        Assert.Throws<ArgumentException>(() => Tensor.From([1L]).AddInPlace(1.0));
    }

    private readonly record struct TukeyLoss(double C) : IElementwiseLoss
    {
        public T Apply<T>(T x, T t) where T : struct, IReal<T> => T.Min((x - t) * (x - t), T.Const(C));
    }

    private readonly record struct Reversed : IRowFunction
    {
        public void Forward<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            x.CopyTo(y);
            y.Reverse();
        }

        public void Backward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            dy.CopyTo(dx);
            dx.Reverse();
        }
    }

    private sealed class Holder : Module
    {
        public void Add(string name, Module child) => Register(name, child);
    }

    private sealed class Remembering : Module
    {
        private readonly bool _keeps;
        private readonly Linear _linear;

        public Remembering(bool keeps)
        {
            _keeps = keeps;
            _linear = Register("linear", new Linear(2, 1));
        }

        public Tensor? Last { get; private set; }

        protected override Tensor ForwardCore(Tensor x)
        {
            Tensor result = _linear.Forward(x);
            Tensor clone = result.Detach().Clone();
            Last = _keeps ? TensorPool.Keep(clone) : clone;
            return result;
        }
    }

    private sealed class TwoStates(IEnumerable<Tensor> parameters) : Optimizer([new ParameterGroup(parameters)], 0.1)
    {
        protected override IReadOnlyList<StateEntry> Entries => [StateEntry.Buffer("first")];

        protected override void Update(ParameterState state, Tensor gradient) => Run(default(Formula), state, gradient, state.Buffer("first"));

        private readonly struct Formula : IUpdate
        {
            public static int States => 2;

            public void Apply<T>(ref T parameter, T gradient, ref T first, ref T second) where T : struct, IReal<T> => parameter = parameter - gradient;
        }
    }
}
