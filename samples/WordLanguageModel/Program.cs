// A language model of words, with all words in one softmax or with an adaptive one:
//     dotnet run -c Release --project samples/WordLanguageModel -- wiki.txt --test wiki-test.txt --softmax both
// Without a file it trains on a small text that comes with it; --help shows the options.
using Hillock.Charts.CommandLine;
using Hillock.Samples.WordLanguageModel;

return await ToolRunner.RunAsync(new WordCommand(), args);
