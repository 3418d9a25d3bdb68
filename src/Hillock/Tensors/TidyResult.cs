using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Hillock.Tensors;

/// <summary>
/// Finds the tensors in what a function under <see cref="TensorPool.Tidy{T}(Func{T})"/> returns. What may hide some is refused: they would be lost at their
/// first use only.
/// </summary>
internal static class TidyResult
{
    // The fields and not the properties, which may compute, and of one type alone, so that trimming finds out which fields to leave.
    internal const DynamicallyAccessedMemberTypes Members = DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields;

    private static readonly HashSet<Type> Plain =
    [
        typeof(string), typeof(decimal), typeof(Half), typeof(BFloat16), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Complex), typeof(Guid),
        typeof(DateTime), typeof(DateTimeOffset),
        typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Index), typeof(Range), typeof(Uri), typeof(Version), typeof(Shape),
    ];

    private static readonly HashSet<Type> PlainOfPlain = [typeof(KeyValuePair<,>), typeof(Memory<>), typeof(ReadOnlyMemory<>)];

    /// <summary>Keeps the tensors of a result.</summary>
    /// <exception cref="NotSupportedException">It may hold tensors that cannot be found.</exception>
    internal static void Keep<[DynamicallyAccessedMembers(Members)] T>(T result, TidyScope scope)
    {
        if (result is null || !RuntimeHelpers.IsReferenceOrContainsReferences<T>() || TryKeep(result, scope))
        {
            return;
        }

        // A record, an anonymous type, a structure: fields that it inherits are not to be seen.
        if (result.GetType() != typeof(T) || (typeof(T).BaseType != typeof(object) && typeof(T).BaseType != typeof(ValueType))
            || result is IEnumerable or Delegate)
        {
            throw Unknown(result);
        }

        foreach (FieldInfo field in typeof(T).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            object? value = field.GetValue(result);
            if (!TryKeep(value, scope))
            {
                throw Unknown(value!);
            }
        }
    }

    private static bool TryKeep(object? value, TidyScope scope)
    {
        switch (value)
        {
            case null:
                return true;
            case Tensor tensor:
                scope.Keep(tensor);
                return true;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    if (!TryKeep(tuple[i], scope))
                    {
                        throw Unknown(tuple[i]!);
                    }
                }

                return true;
            case KeyValuePair<string, Tensor> pair:
                return TryKeep(pair.Value, scope);
            case KeyValuePair<int, Tensor> pair:
                return TryKeep(pair.Value, scope);
            case Memory<Tensor> memory:
                return TryKeep(memory.ToArray(), scope);
            case ReadOnlyMemory<Tensor> memory:
                return TryKeep(memory.ToArray(), scope);
        }

        if (IsPlain(value.GetType()))
        {
            return true;
        }

        if (value is IDictionary dictionary)
        {
            return TryKeep(dictionary.Keys, scope) && TryKeep(dictionary.Values, scope);
        }

        // What is no collection computes its items when they are asked for, from tensors that are gone by then.
        if (value is ICollection or IReadOnlyCollection<object>)
        {
            foreach (object? item in (IEnumerable)value)
            {
                if (!TryKeep(item, scope))
                {
                    throw Unknown(item!);
                }
            }

            return true;
        }

        return false;
    }

    /// <summary>Whether nothing of the type can hold a tensor.</summary>
    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || Plain.Contains(type) || (type.IsArray && IsPlain(type.GetElementType()!))
        || (type.IsGenericType && PlainOfPlain.Contains(type.GetGenericTypeDefinition()) && Array.TrueForAll(type.GetGenericArguments(), IsPlain));

    private static NotSupportedException Unknown(object value) => value is IEnumerable and not ICollection
        ? new(
            $"Tidy expects a result that is complete but got the sequence {value.GetType()}, which would read tensors when they have been handed back; call " +
            "ToArray or ToList on it.")
        : new(
            $"Tidy cannot see which tensors a {value.GetType()} holds; return tensors, or tuples, arrays, " +
                "lists or dictionaries of them, or a record of such, " +
            "or open the scope with BeginTidy and call Keep on each tensor.");
}
