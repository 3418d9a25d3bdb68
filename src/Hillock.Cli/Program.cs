using System.Globalization;
using System.Text;
using Hillock.Cli;
using Hillock.Cli.CommandLine;

CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
if (OperatingSystem.IsWindows())
    Console.OutputEncoding = Encoding.UTF8;

using var interruption = new Interruption();
return await HillockTool.RunAsync(args, Console.Out, Console.Error, interruption.Token);
