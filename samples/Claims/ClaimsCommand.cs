using System.CommandLine;
using Hillock.Charts.CommandLine;

namespace Hillock.Samples.Claims;

/// <summary>The sample's command line.</summary>
public sealed class ClaimsCommand : RootCommand, IHasExamples
{
    private readonly Argument<int[]> _numbers = new("NUMBER")
    {
        Description = "The claims to measure. [default: all]",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = static result =>
        {
            var numbers = new List<int>();
            foreach (string word in result.Tokens.Select(static token => token.Value))
            {
                if (!int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) || number < 1 || number > Claim.All.Count)
                {
                    result.AddError($"NUMBER expects whole numbers from 1 to {Claim.All.Count} but got '{word}'.");
                    return [];
                }

                numbers.Add(number);
            }

            return [.. numbers];
        },
    };

    private readonly Option<string?> _output = ToolOption.Path("--output", "Write the pictures into a folder.", "FOLDER");

    public ClaimsCommand()
        : base("Measures what docs/claims.md says, and draws its pictures.")
    {
        HelpName = "Claims";
        Add(_numbers);
        Add(_output);
        SetAction((result, cancellationToken) => Task.FromResult(Run(result, cancellationToken)));
    }

    public IReadOnlyList<Example> Examples =>
    [
        new("Claims 7 11", "Measures two claims."),
        new("Claims --output docs/claims", "Measures all and writes the pictures of the page."),
    ];

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        string? folder = result.GetValue(_output);
        if (File.Exists(folder))
        {
            throw new CommandException($"--output expects a folder but {folder} is a file; name another.", ExitCode.Usage);
        }

        int[] numbers = result.GetValue(_numbers) ?? [];
        TextWriter output = result.InvocationConfiguration.Output;
        foreach (Claim claim in Claim.All.Where(claim => numbers.Length == 0 || numbers.Contains(claim.Number)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (numbers.Length != 1)
            {
                output.WriteLine(FormattableString.Invariant($"{claim.Number}."));
            }

            foreach (string line in claim.Measured())
            {
                output.WriteLine(line);
            }

            if (numbers.Length != 1)
            {
                output.WriteLine();
            }

            if (folder is not null)
            {
                Directory.CreateDirectory(folder);
                OutputFile.WriteText(Path.Combine(folder, claim.FileName), claim.Picture().ToDocument());
            }
        }

        return ExitCode.Success;
    }
}
