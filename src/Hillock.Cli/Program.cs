using Hillock.Charts.CommandLine;
using Hillock.Cli;

return await ToolRunner.RunAsync(HillockTool.CreateRoot(), args);
