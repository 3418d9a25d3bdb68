using System.Globalization;
using System.Text.RegularExpressions;

namespace Hillock.Tests.Charts;

/// <summary>Reads the paths of pictures: the corners of each of their parts.</summary>
internal static partial class SvgPath
{
    /// <summary>The corners, one list a part that begins with M.</summary>
    public static List<List<(double X, double Y)>> Corners(string path)
    {
        List<List<(double X, double Y)>> parts = [];
        (double X, double Y) at = (0, 0);
        foreach (Match command in Command().Matches(path))
        {
            char letter = command.Value[0];
            double[] numbers = [.. Number().Matches(command.Value[1..]).Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture))];
            if (letter == 'M')
            {
                parts.Add([]);
            }

            int step = char.ToLowerInvariant(letter) is 'h' or 'v' ? 1 : 2;
            for (int i = 0; letter != 'z' && i < numbers.Length / step; i++)
            {
                double first = numbers[i * step], second = step == 2 ? numbers[(i * step) + 1] : 0;
                at = letter switch
                {
                    'h' => (at.X + first, at.Y),
                    'v' => (at.X, at.Y + first),
                    'M' or 'L' => (first, second),
                    'l' => (at.X + first, at.Y + second),
                    _ => throw new FormatException($"The path has the command {letter}."),
                };
                parts[^1].Add(at);
            }
        }

        return parts;
    }

    [GeneratedRegex("[a-zA-Z][^a-zA-Z]*")]
    private static partial Regex Command();

    [GeneratedRegex(@"-?\d*\.?\d+")]
    private static partial Regex Number();
}
