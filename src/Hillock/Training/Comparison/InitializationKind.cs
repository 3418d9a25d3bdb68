namespace Hillock.Training;

/// <summary>How the weights of a plain network are drawn: normal numbers of mean 0, with a deviation that depends on the number of inputs.</summary>
public enum InitializationKind
{
    /// <summary>
    /// Deviation <c>gain/√fanIn</c> with the gain that keeps the mean square through the activation; see
    /// <see cref="Modules.Initialization.GainFor{TActivation}(TActivation)"/>.
    /// </summary>
    Fitting,

    /// <summary>Deviation <c>√2/√fanIn</c>, which fits ReLU (He and others, 2015).</summary>
    He,

    /// <summary>Deviation <c>1/√fanIn</c>, which SELU needs (LeCun and others, 1998).</summary>
    LeCun,

    /// <summary>Deviation <c>√(2/(fanIn + fanOut))</c> (Glorot and Bengio, 2010).</summary>
    Xavier,
}
