using Hillock.Digests;
using Hillock.Digests.Stress;

// Hillock.Digests bits [width]: the digests of everything, with the switch Hillock.VectorWidth where a width is given.
// Hillock.Digests inlining: the calls that the compiler left in the loops of the kernels.
// Hillock.Digests resume FOLDER STEPS: trains with a checkpoint after each step, from the folder's last one on; see ResumedTraining.
// Hillock.Digests stress NAME ...: memory and threads under load; see StressProgram.
if (args is ["bits", ..])
{
    if (args.Length > 1)
    {
        AppContext.SetData("Hillock.VectorWidth", args[1]);
    }

    foreach (string line in (string[])[.. Processor.Describe(), .. DigestSuite.All().Select(digest => $"digest {digest.Name} {digest.Hash}")])
    {
        Console.WriteLine(line);
    }

    return 0;
}

if (args is ["inlining"])
{
    InliningReport.Write(Console.Out);
    return 0;
}

if (args is ["resume", string folder, string steps])
{
    ResumedTraining.Run(folder, int.Parse(steps, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["stress", .. var rest] && StressProgram.Run(rest) is { } outcome)
{
    foreach (string line in outcome)
    {
        Console.WriteLine(line);
    }

    return 0;
}

Console.Error.WriteLine("Expected: bits [0|128|256|512], inlining, resume FOLDER STEPS, or " + StressProgram.Usage);
return 2;
