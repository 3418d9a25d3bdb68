namespace Hillock.Modules;

/// <summary>The function of an <see cref="Rnn"/> or <see cref="RnnCell"/>.</summary>
public enum RnnNonlinearity
{
    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The rectified linear unit <c>max(x, 0)</c>.</summary>
    Relu,
}
