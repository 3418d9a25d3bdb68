namespace Hillock.Samples.Text;

/// <summary>Numbers the pieces that a text is made of.</summary>
public interface IVocabulary
{
    /// <summary>The number of different pieces.</summary>
    int Count { get; }

    /// <summary>The numbers of a text's pieces.</summary>
    int[] Encode(string text);

    /// <summary>The text that numbers stand for.</summary>
    string Decode(IEnumerable<int> tokens);
}
