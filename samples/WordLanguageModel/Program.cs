// A language model of words, with all words in one softmax or with an adaptive one:
//     dotnet run -c Release --project samples/WordLanguageModel -- wiki.txt --test wiki-test.txt --softmax both
// Without a file it trains on a small text that comes with it; --help shows the options.
using Hillock.Samples.Text;
using Hillock.Samples.WordLanguageModel;

return await SampleTool.RunAsync(new WordCommand(), args);
