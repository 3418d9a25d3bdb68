using System.Diagnostics.CodeAnalysis;

namespace Hillock.Tensors;

public static partial class TensorPool
{
    /// <summary>Runs <paramref name="action"/> and hands back the memory of every tensor created in it by this thread.</summary>
    /// <remarks>
    /// Kept are the gradients of leaf tensors and what <see cref="Keep"/> was called on. A clone made in the scope is not. Using any other tensor of the scope
    /// afterwards throws <see cref="InvalidOperationException"/>; so does differentiating a gradient that <c>Backward(createGraph: true)</c> made there, whose
    /// graph is made of such tensors: do that inside.
    /// </remarks>
    public static void Tidy(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using TidyScope scope = BeginTidy();
        action();
    }

    /// <summary>Runs <paramref name="function"/> and hands back the memory of every tensor created in it by this thread, except the result's.</summary>
    /// <typeparam name="T">
    /// A <see cref="Tensor"/>; a tuple, array, list or dictionary of tensors; a record, structure or anonymous type of such; numbers and texts, which hold none
    /// (a loss as a <see cref="double"/>).
    /// </typeparam>
    /// <returns>What the function returned.</returns>
    /// <exception cref="NotSupportedException">
    /// The function is asynchronous: its rest would run after the scope, on any thread. Or its result may hold tensors where they cannot be seen: a sequence
    /// that is computed when it is read (call <c>ToArray</c>), an object of another type.
    /// </exception>
    public static T Tidy<[DynamicallyAccessedMembers(TidyResult.Members)] T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (IsAwaitable(typeof(T)))
        {
            throw Asynchronous();
        }

        using TidyScope scope = BeginTidy();
        T result = function();
        if (result is not null && !typeof(T).IsValueType && IsAwaitable(result.GetType()))
        {
            throw Asynchronous();
        }

        TidyResult.Keep(result, scope);
        return result;
    }

    /// <summary>Opens a scope for a <see langword="using"/> statement: <see cref="Tidy(Action)"/> without a delegate.</summary>
    /// <remarks>The scope is the thread's, so there can be no <see langword="await"/> between its beginning and its end; the compiler sees to that.</remarks>
    /// <example>
    /// <code>
    /// Tensor kept;
    /// using (TidyScope scope = TensorPool.BeginTidy())
    /// {
    ///     Tensor x = Tensor.Ones([1000]);
    ///     kept = scope.Keep(F.Sum(x * 2));
    /// }
    ///
    /// Console.WriteLine(kept); // float32 [] 2000
    /// </code>
    /// </example>
    public static TidyScope BeginTidy() => new(StorageScope.Open());

    /// <summary>
    /// Marks a tensor's memory as outliving every <see cref="Tidy(Action)"/>: an optimizer's state, a running average, what a module of your own keeps in a
    /// field.
    /// </summary>
    /// <returns>The tensor itself.</returns>
    public static Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.Storage.Kept = true;
        return tensor;
    }

    private static bool IsAwaitable(Type type) =>
        type.IsAssignableTo(typeof(Task)) || type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static NotSupportedException Asynchronous() => new(
        "Tidy expects a function that computes on this thread but got an asynchronous one, whose part after an await runs when the scope is over; " +
        "await outside, and Tidy the computation between.");
}
