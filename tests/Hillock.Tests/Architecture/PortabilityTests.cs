using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Hillock.Functional;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>The library calls no transcendental function of the runtime: those end in the C library, whose last bits differ between systems.</summary>
/// <remarks>
/// Read from the references of the compiled assembly, which a call cannot hide from: by <c>Math</c>, by <c>double.Exp</c>, through the interfaces of
/// generic mathematics, or by the vectors' own. Exempt is nothing; the tool's pictures compute with <c>Math.Log10</c>, but that is another assembly.
/// </remarks>
public class PortabilityTests
{
    private static readonly string[] Transcendental =
    [
        "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cbrt", "Cos", "Cosh", "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Exp10M1", "Hypot", "Log",
        "Log2", "Log10", "LogP1", "Log2P1", "Log10P1", "Pow", "RootN", "Sin", "SinCos", "Sinh", "Tan", "Tanh", "AcosPi", "AsinPi", "AtanPi", "Atan2Pi",
        "CosPi", "SinPi", "TanPi", "SinCosPi", "ReciprocalEstimate", "ReciprocalSqrtEstimate", "MultiplyAddEstimate",
    ];

    [Fact]
    public void Library_ReferencesNoTranscendentalFunctionOfTheRuntime()
    {
        using PEReader file = new(File.OpenRead(typeof(F).Assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        List<string> faults = [];
        int seen = 0;
        foreach (MemberReference member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            string type = TypeName(reader, member.Parent), name = reader.GetString(member.Name);
            seen += type == "System.Math" ? 1 : 0;
            if (type.StartsWith("System.", StringComparison.Ordinal) && (Transcendental.Contains(name) || name.EndsWith("Estimate", StringComparison.Ordinal)))
            {
                // The logarithm to base 2 of an integer counts bits.
                if (!(type == "System.Numerics.BitOperations" && name == "Log2"))
                {
                    faults.Add($"{type}.{name}");
                }
            }
        }

        Assert.True(seen > 3, "The references to System.Math were not found.");
        Assert.True(faults.Count == 0, $"The library may not call {string.Join(", ", faults)}; Numbers has functions with the same bits everywhere.");
    }

    private static string TypeName(MetadataReader reader, EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeReference)
        {
            TypeReference type = reader.GetTypeReference((TypeReferenceHandle)handle);
            return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        // An instance of a generic type, such as IExponentialFunctions<T>: its signature is 0x15, class or value type, and the type itself.
        if (handle.Kind == HandleKind.TypeSpecification)
        {
            BlobReader signature = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
            return signature.ReadByte() == 0x15 && signature.ReadByte() is 0x11 or 0x12 ? TypeName(reader, signature.ReadTypeHandle()) : "";
        }

        return "";
    }
}
