namespace Hillock.Tensors;

/// <summary>A scope at whose end the memory of the tensors created in it by this thread is handed back; see <see cref="TensorPool.BeginTidy"/>.</summary>
/// <remarks>It belongs to a thread, and so lives on its stack: no field can hold it, and no <see langword="await"/> come between.</remarks>
public readonly ref struct TidyScope : IDisposable
{
    private readonly StorageScope? _scope;
    private readonly int _generation;

    internal TidyScope(StorageScope scope)
    {
        _scope = scope;
        _generation = scope.Generation;
    }

    /// <summary>Lets a tensor of the scope live on, in the surrounding scope if there is one.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="InvalidOperationException">The scope has ended.</exception>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (_scope is null)
        {
            return tensor;
        }

        if (_scope.Generation != _generation)
        {
            throw new InvalidOperationException("The scope has ended, and its tensors' memory has been handed back; call Keep before Dispose.");
        }

        if (tensor.Storage.Scope == _scope)
        {
            tensor.Storage.Leaves = true;
        }

        return tensor;
    }

    /// <summary>Ends the scope; once it has ended, nothing.</summary>
    /// <exception cref="InvalidOperationException">A scope that was opened in it is still open.</exception>
    public void Dispose()
    {
        if (_scope is not null && _scope.Generation == _generation)
        {
            _scope.Close();
        }
    }
}
