// The measurements and the pictures of docs/claims.md.
//
//     dotnet run -c Release --project samples/Claims [-- [NUMBER ...] [--output FOLDER]]
using System.Globalization;
using System.Text;
using Hillock.Samples.Claims;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
return ClaimsProgram.Run(args, Console.Out, Console.Error);
