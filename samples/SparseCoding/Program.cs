// Learns a dictionary of picture patches from an IDX file of images, such as those of MNIST or Fashion-MNIST, and draws it:
//     dotnet run -c Release --project samples/SparseCoding -- train-images-idx3-ubyte.gz dictionary.png
using System.Diagnostics;
using Hillock.Charts.CommandLine;
using Hillock.Data;
using Hillock.Tensors;
using Hillock.Training.SparseCoding;
using SparseCoding;

if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("SparseCoding expects an IDX file of images, and where to write the picture: train-images-idx3-ubyte.gz dictionary.png");
    return 2;
}

const int Side = 10, Atoms = 144, PatchCount = 12_000;
Tensor patches;
try
{
    patches = Patches.Draw(IdxFile.Read(args[0]), Side, PatchCount, seed: 1);
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DataFormatException or ArgumentException)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}

// Ctrl+C ends the learning, not the program: what was learned until then is drawn.
using Interruption interruption = new();
var options = new DictionaryOptions { Atoms = Atoms, Rounds = 40, Coding = new SparseCodingOptions { Lambda = 0.15, MaxIterations = 30, Tolerance = 1e-3 } };
long start = Stopwatch.GetTimestamp();
LearnedAtoms learned = ProgressBar.Run(
    Console.Error, "learning", bar => DictionaryLearning.Fit(patches, options, bar is null ? null : new RoundProgress(bar), interruption.Token));

float[] codes = learned.Code.Codes.ToArray<float>();
double used = codes.Count(code => code != 0) / (double)patches.Shape[0];
Console.WriteLine(FormattableString.Invariant($"{patches.Shape[0]} patches of {Side} x {Side} pixels, {Atoms} atoms, {learned.Objectives.Count - 1} rounds"));
Console.WriteLine(FormattableString.Invariant($"objective a patch: {learned.Objectives[0] / patches.Shape[0]:F4} at the start, {learned.Objectives[^1] / patches.Shape[0]:F4} at the end"));
Console.WriteLine(FormattableString.Invariant($"atoms in a patch: {used:F1} of {Atoms}"));
Console.Error.WriteLine(FormattableString.Invariant($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));

string path = args.Length > 1 ? args[1] : "dictionary.png";
AtomSheet.Of(learned, Side).Write(path);
Console.WriteLine($"wrote {path}");
return 0;
