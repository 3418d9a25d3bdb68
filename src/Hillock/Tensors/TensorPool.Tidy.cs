namespace Hillock.Tensors;

public static partial class TensorPool
{
    /// <summary>Runs <paramref name="action"/> and hands back the memory of every tensor created in it by this thread.</summary>
    /// <remarks>
    /// Kept are the gradients of leaf tensors and what <see cref="Keep"/> was called on. Using any other tensor of the scope
    /// afterwards throws <see cref="InvalidOperationException"/>.
    /// </remarks>
    public static void Tidy(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        using TidyScope scope = BeginTidy();
        action();
    }

    /// <summary>Runs <paramref name="function"/> and hands back the memory of every tensor created in it by this thread, except the result's.</summary>
    /// <typeparam name="T">
    /// A <see cref="Tensor"/>, a collection of tensors, a tuple of them, or anything that holds none (a loss as a <see cref="double"/>).
    /// </typeparam>
    /// <returns>What the function returned.</returns>
    public static T Tidy<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using TidyScope scope = BeginTidy();
        T result = function();
        scope.KeepAny(result);
        return result;
    }

    /// <summary>Opens a scope for a <see langword="using"/> statement: <see cref="Tidy(Action)"/> without a delegate.</summary>
    public static TidyScope BeginTidy() => new(StorageScope.Open());

    /// <summary>Marks a tensor's memory as outliving every <see cref="Tidy(Action)"/>: an optimizer's state, a running average.</summary>
    /// <returns>The tensor itself.</returns>
    public static Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.Storage.Kept = true;
        return tensor;
    }
}
