namespace Hillock.Modules;

/// <summary>A module with a temperature that may change while training: the inverse of the <c>β</c> that its logits are multiplied by.</summary>
public interface ITempered
{
    /// <summary>The temperature: a finite number above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to anything else.</exception>
    double Temperature { get; set; }
}
