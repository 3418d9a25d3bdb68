using System.Globalization;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Applies an operation on rows to every slice along an axis: the module of an <see cref="IRowFunction"/>.</summary>
/// <param name="function">The operation.</param>
/// <param name="axis">The axis along which the rows lie; negatives count from the last.</param>
/// <typeparam name="TFunction">The operation.</typeparam>
/// <example>
/// <code>
/// var model = new Sequential(new Linear(8, 16), new RowFunction&lt;Centred&gt;());
/// </code>
/// </example>
public sealed class RowFunction<TFunction>(TFunction function, int axis = -1) : Module
    where TFunction : struct, IRowFunction
{
    /// <summary>The module with the operation's default settings, of rows along the last axis.</summary>
    public RowFunction()
        : this(new TFunction())
    {
    }

    /// <summary>The operation.</summary>
    public TFunction Function => function;

    /// <summary>The axis along which the rows lie.</summary>
    public int Axis => axis;

    /// <inheritdoc/>
    protected internal override string Name => function.Name;

    /// <inheritdoc/>
    protected override string Details
    {
        get
        {
            string parameters = ActivationText.Parameters(function.ToString(), typeof(TFunction).Name);
            return axis == -1 ? parameters : string.Create(CultureInfo.InvariantCulture, $"{parameters}{(parameters.Length > 0 ? ", " : "")}axis={axis}");
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.RowFunction(x, function, axis);
}
