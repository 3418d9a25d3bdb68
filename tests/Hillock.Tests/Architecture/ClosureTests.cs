using System.Reflection;
using System.Runtime.CompilerServices;
using Hillock.Functional;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>A function whose parameters a lambda captures makes an object for them at its entry, in every call, whether the lambda is needed or not.</summary>
public class ClosureTests
{
    private const byte Nop = 0x00;
    private const byte NewObject = 0x73;

    [Fact]
    public void Functions_MakeNoClosureAtTheirEntry()
    {
        string[] found = [.. MethodsOf(typeof(F)).Where(MakesClosureAtEntry).Select(method => method.Name).Distinct().Order(StringComparer.Ordinal)];
        Assert.True(
            found.Length == 0,
            $"Closures at the entry of {string.Join(", ", found)}: give the state as an argument, or move the branch that needs it to a method of its own.");
    }

    [Fact]
    public void Closures_AreNoticed() =>
        Assert.True(MakesClosureAtEntry(typeof(ClosureTests).GetMethod(nameof(Captures), BindingFlags.NonPublic | BindingFlags.Static)!));

    private static Func<int>? Captures(int number, bool isNeeded) => isNeeded ? () => number : null;

    private static MethodInfo[] MethodsOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly);

    private static bool MakesClosureAtEntry(MethodInfo method)
    {
        ReadOnlySpan<byte> code = method.GetMethodBody()?.GetILAsByteArray();
        code = code.TrimStart(Nop);
        if (code.Length < 5 || code[0] != NewObject)
        {
            return false;
        }

        MethodBase? constructor = method.Module.ResolveMethod(BitConverter.ToInt32(code[1..]), [], method.GetGenericArguments());
        return constructor?.DeclaringType is { } type && type.Name.Contains("DisplayClass", StringComparison.Ordinal)
            && type.IsDefined(typeof(CompilerGeneratedAttribute));
    }
}
