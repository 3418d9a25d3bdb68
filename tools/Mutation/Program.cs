// Tries whether the tests notice small faults of the formulas:
//     dotnet run -c Release --project tools/Mutation -- [--seed 1] [--count 60] [--folders Numbers,Activations,Losses]
// A random sample of all mutants is compiled into one library; the tests of the folder run with each switched on in turn.
// The library and the tests must be built, in Release.
using System.Diagnostics;
using System.Globalization;
using Hillock.Tools.Mutation;

Dictionary<string, string> given = [];
for (int i = 0; i + 1 < args.Length; i += 2)
{
    given[args[i]] = args[i + 1];
}

int seed = int.Parse(given.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture);
int count = int.Parse(given.GetValueOrDefault("--count", "60"), CultureInfo.InvariantCulture);
string[] folders = given.GetValueOrDefault("--folders", "Numbers,Activations,Losses").Split(',');

const string Tests = "artifacts/bin/Hillock.Tests/release", Own = "artifacts/mutation";
if (!File.Exists("Hillock.slnx") || !File.Exists(Path.Combine(Tests, "Hillock.Tests.dll")))
{
    Console.Error.WriteLine("Run it in the repository's root, after dotnet build -c Release.");
    return 2;
}

// What tests a folder: a mutant of numbers shows in the activations made of them too.
Dictionary<string, string[]> classes = new()
{
    ["Numbers"] =
    [
        "Numbers.*", "Activations.*", "Functional.PowerAccuracyTests", "Functional.PowerTests", "Functional.TrigonometryTests", "Losses.LossAccuracyTests",
    ],
    ["Activations"] =
    [
        "Activations.*", "Functional.LearnedFunctionTests", "Modules.ActivationModuleTests", "Modules.LearnedSlopeTests", "Modules.StochasticGeluTests",
        "Modules.BinaryLinearTests",
    ],
    ["Losses"] = ["Losses.*"],
};
Dictionary<string, string[]> tests = classes.ToDictionary(
    pair => pair.Key, pair => pair.Value.SelectMany(name => (string[])["-class", "Hillock.Tests." + name]).ToArray());

if (Directory.Exists(Own))
{
    Directory.Delete(Own, recursive: true);
}

foreach (string file in Directory.EnumerateFiles(Tests, "*", SearchOption.AllDirectories))
{
    string copy = Path.Combine(Own, Path.GetRelativePath(Tests, file));
    Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
    File.Copy(file, copy);
}

MutatedLibrary library = new("artifacts/obj/Hillock/release", Tests);
Mutant[] all = library.MutantsOf(folders);
Mutant[] drawn = [.. all];
new Random(seed).Shuffle(drawn);
Dictionary<int, Mutant> sample = drawn.Take(count).Index().ToDictionary(pair => pair.Index, pair => pair.Item);
IReadOnlySet<int> compiled = library.Emit(sample, Path.Combine(Own, "Hillock.dll"));
Console.WriteLine($"{all.Length} mutants in {string.Join(", ", folders)}; {sample.Count} drawn with the seed {seed}, {compiled.Count} of them compile.");

Dictionary<string, TimeSpan> limits = [];
foreach (string folder in folders)
{
    long start = Stopwatch.GetTimestamp();
    if (!TestRun.Passes(Own, tests[folder], -1, TimeSpan.FromMinutes(30), out int total) || total < 20)
    {
        Console.Error.WriteLine($"The {total} tests of {folder} do not pass without any mutant.");
        return 2;
    }

    limits[folder] = (5 * Stopwatch.GetElapsedTime(start)) + TimeSpan.FromMinutes(1);
    Console.WriteLine($"{folder}: {total} tests take {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s.");
}

Dictionary<string, (int Killed, int Survived)> score = folders.ToDictionary(folder => folder, _ => (0, 0));
foreach ((int id, Mutant mutant) in sample.Where(pair => compiled.Contains(pair.Key)))
{
    bool survives = TestRun.Passes(Own, tests[mutant.Folder], id, limits[mutant.Folder], out _);
    (int killed, int survived) = score[mutant.Folder];
    score[mutant.Folder] = survives ? (killed, survived + 1) : (killed + 1, survived);
    Console.WriteLine($"{(survives ? "SURVIVES" : "noticed ")} {mutant}");
}

foreach ((string folder, (int killed, int survived)) in score)
{
    Console.WriteLine($"{folder}: {killed} of {killed + survived} noticed");
}

(int allKilled, int allSurvived) = (score.Values.Sum(one => one.Killed), score.Values.Sum(one => one.Survived));
Console.WriteLine($"Score: {100.0 * allKilled / Math.Max(1, allKilled + allSurvived):0} %, {allKilled} of {allKilled + allSurvived}");
return 0;
