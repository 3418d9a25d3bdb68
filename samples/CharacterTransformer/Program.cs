// A small transformer that learns to write like a text, character by character:
//     dotnet run -c Release --project samples/CharacterTransformer -- shakespeare.txt --curve loss.svg
// Without a file it trains on a small text that comes with it; --help shows the options.
using Hillock.Charts.CommandLine;
using Hillock.Samples.CharacterTransformer;

return await ToolRunner.RunAsync(new CharacterCommand(), args);
