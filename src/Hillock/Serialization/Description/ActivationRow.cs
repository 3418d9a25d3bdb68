using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>The module of an activation of the catalogue.</summary>
internal sealed class ActivationRow : LayerRow
{
    private const string Number = "count", Initial = "initial", Type = "dataType";

    private readonly ActivationInfo _info;

    internal ActivationRow(ActivationInfo info)
        : base(info.DisplayName)
    {
        _info = info;
        if (info.IsLearnable)
        {
            Add(new(Number, LayerValueKind.Whole) { Default = 1 });
            Add(new(Initial, LayerValueKind.Number) { Default = info.Parameters[0].Default });
            Add(new(Type, LayerValueKind.Choice) { Default = "float32", Choices = ["float32", "float64", "float16", "bfloat16"] });
            return;
        }

        foreach (ActivationParameter parameter in info.Parameters)
        {
            Add(new(parameter.Name, LayerValueKind.Number) { IsRequired = parameter.Default is null, Default = parameter.Default });
        }
    }

    internal override object?[]? Read(Module module)
    {
        double[]? values = module is IFunctionModule own ? _info.Read?.Invoke(own.Function) : null;
        return values is null ? null : module is ILearnableModule learned
            ? [learned.Parameter.Length, learned.Initial, learned.Parameter.DataType.Name()]
            : [.. values];
    }

    internal override Module Make(LayerArguments arguments)
    {
        double[] values = _info.IsLearnable ? [arguments.Number(Initial)] : [.. Parameters.Select(parameter => arguments.Number(parameter.Name))];
        return _info.Create(values).Accept(new Maker(arguments));
    }

    internal override double Count(LayerArguments arguments) => _info.IsLearnable ? arguments.Whole(Number) : 0;

    private sealed class Maker(LayerArguments arguments) : IActivationVisitor<Module>
    {
        public Module Visit<TActivation>(TActivation function)
            where TActivation : struct, IActivation => new Activation<TActivation>(function);

        public Module VisitLearnable<TActivation>(TActivation function, double parameter)
            where TActivation : struct, ILearnableActivation =>
            new LearnableActivation<TActivation>(arguments.Whole(Number), parameter, arguments.Type);

        public Module VisitRandom<TActivation>(TActivation function)
            where TActivation : struct, IRandomActivation => new RandomActivation<TActivation>(function, arguments.Random);
    }
}
