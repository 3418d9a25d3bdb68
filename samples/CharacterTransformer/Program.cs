// A small transformer that learns to write like a text, character by character:
//     dotnet run -c Release --project samples/CharacterTransformer -- shakespeare.txt --curve loss.svg
// Without a file it trains on a small text that comes with it; --help shows the options.
using Hillock.Samples.CharacterTransformer;
using Hillock.Samples.Text;

return await SampleTool.RunAsync(new CharacterCommand(), args);
