using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>What an optimizer remembers of one parameter.</summary>
internal sealed class ParameterState(Tensor parameter, ParameterGroup group)
{
    internal readonly Tensor Parameter = parameter;
    internal readonly ParameterGroup Group = group;

    private Tensor? _master;
    private int _version;

    /// <summary>The steps taken; a step without a gradient does not count.</summary>
    internal long Steps;

    /// <summary>Momentum, or the mean of gradients.</summary>
    internal Tensor? First;

    /// <summary>The mean of squared gradients.</summary>
    internal Tensor? Second;

    /// <summary>β₁ and β₂ to the power of <see cref="Steps"/>, multiplied step by step: a power function would differ between machines.</summary>
    internal double Power1 = 1;
    internal double Power2 = 1;

    /// <summary>What steps change: the parameter, or of a 16-bit one its float32 copy, brought up to date.</summary>
    internal Tensor Learned
    {
        get
        {
            if (Parameter.DataType is DataType.Float32 or DataType.Float64)
            {
                return Parameter;
            }

            if (_master is null)
            {
                _master = TensorPool.Keep(Parameter.Detach().To(DataType.Float32));
            }
            else if (Parameter.Storage.Version != _version)
            {
                TakeChanges(_master);
            }

            _version = Parameter.Storage.Version;
            return _master;
        }
    }

    /// <summary>Rounds the copy, if there is one, to the parameter, after a change of what is learned.</summary>
    internal void Publish()
    {
        if (_master is not null)
        {
            Parameter.Storage.Version++;
            Conversion.Copy(_master, Parameter);
            _version = Parameter.Storage.Version;
        }
    }

    /// <summary>Zeros for the state, of the type that the parameter is learned in.</summary>
    internal Tensor Zeros() => TensorPool.Keep(Tensor.ZerosLike(Learned));

    /// <summary>Somebody else may have written to the parameter: an element that is no longer the copy's, rounded, is taken over; others keep their digits.</summary>
    private void TakeChanges(Tensor master)
    {
        Tensor now = Parameter.Detach().To(DataType.Float32);
        Tensor rounded = master.To(Parameter.DataType).To(DataType.Float32);
        Tensor taken = F.Where(F.Equal(rounded, now), master, now);
        master.Storage.Version++;
        Conversion.CopySameType(taken, taken.Strides, master);
    }
}
