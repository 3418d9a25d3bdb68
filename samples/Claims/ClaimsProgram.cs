using System.Globalization;

namespace Hillock.Samples.Claims;

/// <summary>Prints what the claims measure, and writes their pictures.</summary>
internal static class ClaimsProgram
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">Numbers of claims, all when there are none; <c>--output</c> and a folder.</param>
    /// <param name="output">Receives the measurements.</param>
    /// <param name="error">Receives one line for a fault.</param>
    /// <returns>0, or 2 when the command line cannot be understood.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        string? folder = null;
        var numbers = new List<int>();
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--output")
            {
                if (i + 1 == arguments.Count || arguments[i + 1].Length == 0)
                {
                    error.WriteLine("claims: --output expects a folder but got nothing.");
                    return 2;
                }

                folder = arguments[++i];
            }
            else if (int.TryParse(arguments[i], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= Claim.All.Count)
            {
                numbers.Add(number);
            }
            else
            {
                error.WriteLine($"claims: expects numbers from 1 to {Claim.All.Count} and --output FOLDER but got '{arguments[i]}'.");
                return 2;
            }
        }

        if (folder is not null && File.Exists(folder))
        {
            error.WriteLine($"claims: --output expects a folder but {folder} is a file; name another.");
            return 2;
        }

        foreach (Claim claim in Claim.All.Where(claim => numbers.Count == 0 || numbers.Contains(claim.Number)))
        {
            Write(claim, folder, output, withNumber: numbers.Count != 1);
        }

        return 0;
    }

    private static void Write(Claim claim, string? folder, TextWriter output, bool withNumber)
    {
        if (withNumber)
        {
            output.WriteLine(FormattableString.Invariant($"{claim.Number}."));
        }

        foreach (string line in claim.Measured())
        {
            output.WriteLine(line);
        }

        if (withNumber)
        {
            output.WriteLine();
        }

        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, claim.FileName), claim.Picture().ToDocument());
        }
    }
}
