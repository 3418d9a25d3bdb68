// The measurements and the pictures of docs/claims.md:
//     dotnet run -c Release --project samples/Claims -- 7 11
//     dotnet run -c Release --project samples/Claims -- --output docs/claims
// Without a number it measures all claims; --help shows the options.
using Hillock.Charts.CommandLine;
using Hillock.Samples.Claims;

return await ToolRunner.RunAsync(new ClaimsCommand(), args);
