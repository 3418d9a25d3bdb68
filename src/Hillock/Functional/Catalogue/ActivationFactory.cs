namespace Hillock.Functional;

/// <summary>Makes a function from as many values as it has parameters.</summary>
internal delegate ActivationFunction ActivationFactory(ActivationInfo info, double[] values);
