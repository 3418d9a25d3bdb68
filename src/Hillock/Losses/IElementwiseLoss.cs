using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>
/// A loss of one prediction <c>x</c> and one target <c>t</c>, unreduced; the gradient follows from the definition.
/// </summary>
public interface IElementwiseLoss : IBinaryFunction;
