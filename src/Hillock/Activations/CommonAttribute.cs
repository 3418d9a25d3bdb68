namespace Hillock.Activations;

/// <summary>On a definition: one of the functions in wide use, which a comparison tries when it is not told which.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class CommonAttribute : Attribute;
