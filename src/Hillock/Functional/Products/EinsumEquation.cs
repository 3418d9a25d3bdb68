namespace Hillock.Functional;

/// <summary>An equation such as <c>bij,bjk-&gt;bik</c>, read for operands of known ranks.</summary>
/// <remarks>A label is the code of its letter; the axes that an ellipsis stands for are numbered from the last, above all letters.</remarks>
internal sealed class EinsumEquation
{
    private const string Arrow = "->";
    private const string Dots = "...";
    private const int FirstOfEllipsis = 128;

    private EinsumEquation(int[][] inputs, int[] output)
    {
        Inputs = inputs;
        Output = output;
    }

    /// <summary>The labels of each operand's axes.</summary>
    internal int[][] Inputs { get; }

    /// <summary>The labels of the result's axes.</summary>
    internal int[] Output { get; }

    /// <summary>Reads an equation.</summary>
    /// <exception cref="ArgumentException">It is not an equation, or does not fit the operands.</exception>
    internal static EinsumEquation Parse(string equation, ReadOnlySpan<int> ranks)
    {
        string text = string.Concat(equation.Where(static character => character != ' '));
        int arrow = text.IndexOf(Arrow, StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (terms.Length != ranks.Length)
        {
            throw Fault(equation, $"has {terms.Length} operands but {ranks.Length} tensors were given");
        }

        int[][] inputs = new int[terms.Length][];
        int longest = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            int letters = Letters(equation, terms[i]);
            bool hasDots = terms[i].Contains(Dots, StringComparison.Ordinal);
            int covered = ranks[i] - letters;
            if (covered < 0 || (covered > 0 && !hasDots))
            {
                throw Fault(
                    equation, $"names {letters} axes of operand {i}, which has {ranks[i]}{(covered > 0 ? "; an ellipsis (...) stands for the others" : "")}");
            }

            longest = Math.Max(longest, hasDots ? covered : 0);
            inputs[i] = Labels(terms[i], covered);
        }

        return new(inputs, arrow < 0 ? Implicit(inputs, longest) : Explicit(equation, text[(arrow + Arrow.Length)..], inputs, longest));
    }

    /// <summary>A label as it is written.</summary>
    internal static string Name(int label) => label < FirstOfEllipsis ? $"'{(char)label}'" : "of the ellipsis";

    internal static ArgumentException Fault(string equation, string fault) => new($"Einsum: the equation \"{equation}\" {fault}.", nameof(equation));

    /// <summary>Without an arrow: the ellipsis, then the letters that occur once, in the order of their codes.</summary>
    private static int[] Implicit(int[][] inputs, int ellipsis)
    {
        int[] all = [.. inputs.SelectMany(static labels => labels)];
        return [.. Covered(ellipsis), .. all.Where(label => label < FirstOfEllipsis && all.Count(other => other == label) == 1).Order()];
    }

    private static int[] Explicit(string equation, string term, int[][] inputs, int ellipsis)
    {
        Letters(equation, term);
        int[] output = Labels(term, ellipsis);
        for (int i = 0; i < output.Length; i++)
        {
            if (output.AsSpan(0, i).Contains(output[i]))
            {
                throw Fault(equation, $"names {Name(output[i])} twice in the result");
            }

            if (!Array.Exists(inputs, labels => labels.Contains(output[i])))
            {
                throw Fault(equation, $"names {Name(output[i])} in the result but in no operand");
            }
        }

        return output;
    }

    /// <summary>Counts the letters of a term and checks that there is nothing else but one ellipsis.</summary>
    private static int Letters(string equation, string term)
    {
        int dots = term.IndexOf(Dots, StringComparison.Ordinal);
        string letters = dots < 0 ? term : term.Remove(dots, Dots.Length);
        foreach (char character in letters)
        {
            if (!char.IsAsciiLetter(character))
            {
                throw Fault(equation, $"holds '{character}' where only letters, one ellipsis (...) for an operand, commas and one arrow (->) may stand");
            }
        }

        return letters.Length;
    }

    private static int[] Labels(string term, int covered)
    {
        int dots = term.IndexOf(Dots, StringComparison.Ordinal);
        return dots < 0
            ? [.. term.Select(static letter => (int)letter)]
            : [.. term[..dots].Select(static letter => (int)letter), .. Covered(covered), .. term[(dots + Dots.Length)..].Select(static letter => (int)letter)];
    }

    private static IEnumerable<int> Covered(int count) => Enumerable.Range(FirstOfEllipsis, count).Reverse();
}
