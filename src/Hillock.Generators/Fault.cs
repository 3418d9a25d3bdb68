using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Hillock.Generators;

/// <summary>Why a definition cannot be listed, and where it says so.</summary>
internal record struct Fault(DiagnosticDescriptor Descriptor, string Type, string Detail, string Path, TextSpan Span, LinePositionSpan Lines)
{
    internal static Fault At(SyntaxToken token, DiagnosticDescriptor descriptor, string detail = "")
    {
        Location location = token.GetLocation();
        return new(descriptor, token.ValueText, detail, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);
    }

    internal readonly Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Location.Create(Path, Span, Lines), Type, Detail);
}
