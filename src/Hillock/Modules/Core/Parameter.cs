using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A learnable tensor of a module, with the name under which it is saved.</summary>
/// <param name="Name">The path from the module asked, as PyTorch writes it: <c>0.weight</c>.</param>
/// <param name="Value">The tensor: a leaf that requires a gradient unless frozen.</param>
/// <param name="TakesWeightDecay">
/// False for a parameter that weight decay would distort, such as a slope; see <c>ParameterGroup.Split</c>.
/// </param>
/// <param name="Bound">The magnitude that no element may exceed after a step, or null; see <c>ParameterGroup.Split</c>.</param>
public sealed record Parameter(string Name, Tensor Value, bool TakesWeightDecay = true, double? Bound = null);
