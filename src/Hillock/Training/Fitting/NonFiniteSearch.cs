using System.Globalization;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Finds out where a NaN or an infinity comes from.</summary>
internal static class NonFiniteSearch
{
    private const string WayOut =
        "take a smaller learning rate, clip the gradients (FitOptions.ClipNorm), or look for a logarithm, a root or a quotient of 0";

    /// <summary>Why a batch's loss is no number: goes forward once more, and looks at each module's result.</summary>
    internal static TrainingDivergedException OfLoss(Trainer trainer, Tensor inputs, Tensor targets, double loss, int epoch, int batch)
    {
        string where = Where(epoch, batch);
        string lead = string.Create(CultureInfo.InvariantCulture, $"The loss became {loss} in {where}:");
        string? parameter = FirstParameter(trainer.Model, static parameter => parameter);
        if (Fault(inputs) is { } inputFault)
        {
            return new TrainingDivergedException(
                $"{lead} the inputs of the batch have {inputFault}; leave such rows out, or fill them in before training.",
                epoch, batch, loss, null, parameter);
        }

        if (Fault(targets) is { } targetFault)
        {
            return new TrainingDivergedException(
                $"{lead} the targets of the batch have {targetFault}; leave such rows out before training.", epoch, batch, loss, null, parameter);
        }

        if (FirstModule(trainer.Model, inputs) is { } found)
        {
            string? own = FirstParameter(found.Module, static value => value);
            string reason = own is null
                ? $"its parameters are numbers; {WayOut}"
                : $"its parameter {own} has a NaN or an infinity itself; load the parameters again from before, and {WayOut}";
            return new TrainingDivergedException(
                $"{lead} the first module whose result is no number is {Describe(found.Path, found.Module)}, with {found.Fault}, and {reason}.",
                epoch, batch, loss, found.Path, parameter);
        }

        return new TrainingDivergedException(
            $"{lead} the results of all modules are numbers, so that it comes of {trainer.Loss.Name} itself; {WayOut}, or for a target that the loss is " +
            "not defined for.", epoch, batch, loss, null, parameter);
    }

    /// <summary>Which gradient is no number; null if all are, though their norm is not.</summary>
    internal static TrainingDivergedException? OfGradient(Module model, double loss, int epoch, int batch)
    {
        string? parameter = FirstParameter(model, static parameter => parameter.RawGradient);
        return parameter is null
            ? null
            : new TrainingDivergedException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The loss is {loss} in {Where(epoch, batch)}, but the gradient of the parameter {parameter} has a NaN or an infinity; {WayOut}."),
                epoch, batch, loss, null, parameter);
    }

    private static string Where(int epoch, int batch) =>
        string.Create(CultureInfo.InvariantCulture, $"epoch {epoch + 1}, batch {batch + 1}");

    private static string Describe(string path, Module module) => path.Length == 0 ? $"the network itself, {module.Name}" : $"\"{path}\" ({module.Name})";

    private static (string Path, Module Module, string Fault)? FirstModule(Module model, Tensor inputs)
    {
        (Module Module, string Fault)? found = null;
        ModuleTrace? outer = ModuleTrace.Current;
        ModuleTrace.Current = new ModuleTrace
        {
            Watch = (module, y) =>
            {
                if (found is null && Fault(y) is { } fault)
                {
                    found = (module, fault);
                }
            },
        };
        try
        {
            using TidyScope scope = TensorPool.BeginTidy();
            using GradientScope off = Gradients.Disabled();
            model.Forward(inputs);
        }
        finally
        {
            ModuleTrace.Current = outer;
        }

        return found is { } first
            ? (PathOf(model, first.Module), first.Module, first.Fault)
            : null;
    }

    // A module that is not registered has no path.
    private static string PathOf(Module model, Module module) =>
        model.NamedModules().FirstOrDefault(named => ReferenceEquals(named.Module, module)).Name ?? module.Name;

    private static string? FirstParameter(Module module, Func<Tensor, Tensor?> value)
    {
        using GradientScope off = Gradients.Disabled();
        foreach (Parameter parameter in module.NamedParameters())
        {
            if (value(parameter.Value) is { } tensor && Fault(tensor) is not null)
            {
                return parameter.Name;
            }
        }

        return null;
    }

    /// <summary>Such as <c>3 NaN and 1 infinity, the first at [0, 2]</c>; null for numbers.</summary>
    private static string? Fault(Tensor tensor)
    {
        if (!tensor.DataType.IsFloatingPoint())
        {
            return null;
        }

        double[] values = tensor.Detach().ToArray<double>();
        int first = Array.FindIndex(values, static value => !double.IsFinite(value));
        if (first < 0)
        {
            return null;
        }

        int nans = values.Count(double.IsNaN);
        int infinities = values.Count(double.IsInfinity);
        string[] kinds = [.. Counted(nans, "NaN", "NaN"), .. Counted(infinities, "infinity", "infinities")];
        return string.Create(
            CultureInfo.InvariantCulture, $"{string.Join(" and ", kinds)} of {values.Length} numbers, the first at {tensor.Shape.PlaceOf(first)}");
    }

    private static IEnumerable<string> Counted(int count, string one, string many) =>
        count == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}")];
}
