using System.Reflection;
using System.Runtime.CompilerServices;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Xunit;

namespace Hillock.Tests.Architecture;

/// <summary>Every member of a number and every formula is marked for inlining: one missing link makes every operator below it a call.</summary>
public class InliningAttributeTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types = typeof(F).Assembly.GetTypes();

    /// <summary>The interfaces whose implementations run in the loops of kernels.</summary>
    private static readonly Type[] InLoops =
        [
            typeof(IReal<>), typeof(IUnaryFunction), typeof(IBinaryFunction), typeof(IByPrecision), typeof(IWideByPrecision), typeof(IDoubleFormula),
            typeof(ISweepBody<>),
        ];

    [Fact]
    public void Numbers_AreMarkedForInlining() => AssertMarked(
        [
            .. Types.Where(type => type is { IsValueType: true } && (Implements(type, typeof(IReal<>)) || type == typeof(Wide<>))).SelectMany(Members),
            .. typeof(IReal<>).GetMethods(Declared).Where(method => !method.IsAbstract),
            .. Types.Where(type => type.Namespace == "Hillock.Numbers.Elementary" && type.IsAbstract && type.IsSealed).SelectMany(Members).Where(IsGeneric),
        ],
        150);

    [Fact]
    public void Formulas_AreMarkedForInlining() => AssertMarked(
        [
            .. from type in Types
               where type.IsValueType && !Implements(type, typeof(IReal<>))
               from contract in InLoops.Where(contract => Implements(type, contract))
               from method in type.GetMethods(Declared)
               where contract.GetMethods().Any(member => member.Name == method.Name && member.IsGenericMethod && method.IsGenericMethod)
               select method,
        ],
        60);

    // Members that throw are left out of line on purpose; what the compiler writes for records is no formula.
    private static IEnumerable<MethodBase> Members(Type type) =>
        type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared))
            .Where(
                method => !method.IsAbstract && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && method.DeclaringType == type && !AlwaysThrows(method));

    private static bool AlwaysThrows(MethodBase method) =>
        method is MethodInfo { ReturnType: Type type } && typeof(Exception).IsAssignableFrom(type)
        || (method.DeclaringType == typeof(Dual<>)
            && method.Name is nameof(Scalar<float>.ByPrecision) or nameof(Scalar<float>.WideByPrecision) or nameof(Scalar<float>.InDouble));

    private static bool IsGeneric(MethodBase method) => method.IsGenericMethod;

    private static bool Implements(Type type, Type contract) =>
        type.GetInterfaces().Any(candidate => candidate == contract || (candidate.IsGenericType && candidate.GetGenericTypeDefinition() == contract));

    private static void AssertMarked(IReadOnlyCollection<MethodBase> members, int atLeast)
    {
        Assert.True(members.Count > atLeast, $"Only {members.Count} members were found.");
        string[] faults =
        [
            .. members.Where(method => !method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveInlining))
                .Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Distinct(),
        ];
        Assert.True(faults.Length == 0, $"[MethodImpl(MethodImplOptions.AggressiveInlining)] is missing on {string.Join(", ", faults)}.");
    }
}
