using Hillock.Charts;

namespace Hillock.Samples.Claims;

/// <summary>A claim of docs/claims.md, as numbers and as a picture.</summary>
/// <param name="number">Its number.</param>
/// <param name="name">A word or two for the name of the picture's file.</param>
public abstract class Claim(int number, string name)
{
    /// <summary>All claims.</summary>
    public static IReadOnlyList<Claim> All { get; } =
    [
        new Claim01Collapse(), new Claim02Slope(), new Claim03Relu(), new Claim04LeakyRelu(), new Claim05PRelu(), new Claim06RRelu(), new Claim07Scale(), new Claim08Softplus(),
        new Claim09Elu(), new Claim10Celu(), new Claim11Selu(), new Claim12Gelu(), new Claim13Relu6(), new Claim14Sigmoid(), new Claim15Tanh(), new Claim16Softsign(),
        new Claim17Shrink(), new Claim18LogSigmoid(), new Claim19HardSigmoid(), new Claim20Ranking(), new Claim21Learned(), new Claim22Softmax(), new Claim23Temperature(),
        new Claim24Averages(), new Claim25SmoothL1(), new Claim26NegativeLogLikelihood(), new Claim27Balance(), new Claim28CrossEntropy(), new Claim29AdaptiveSoftmax(),
    ];

    /// <summary>The number on the page.</summary>
    public int Number { get; } = number;

    /// <summary>The name of the picture's file.</summary>
    public string FileName { get; } = FormattableString.Invariant($"{number:00}-{name}.svg");

    /// <summary>What was measured, in lines of text.</summary>
    public abstract IEnumerable<string> Measured();

    /// <summary>The picture.</summary>
    public abstract LineChart Picture();
}
