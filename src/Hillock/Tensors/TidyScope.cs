using System.Collections;
using System.Runtime.CompilerServices;

namespace Hillock.Tensors;

/// <summary>A scope at whose end the memory of the tensors created in it by this thread is handed back; see <see cref="TensorPool.BeginTidy"/>.</summary>
public readonly struct TidyScope : IDisposable, IEquatable<TidyScope>
{
    private readonly StorageScope? _scope;

    internal TidyScope(StorageScope scope) => _scope = scope;

    /// <summary>Lets a tensor of the scope live on, in the surrounding scope if there is one.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (_scope is not null && tensor.Storage.Scope == _scope)
        {
            tensor.Storage.References = 1;
        }

        return tensor;
    }

    /// <summary>Ends the scope.</summary>
    public void Dispose() => _scope?.Close();

    /// <inheritdoc/>
    public bool Equals(TidyScope other) => _scope == other._scope;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TidyScope other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _scope?.GetHashCode() ?? 0;

    /// <summary>Whether both are the same scope.</summary>
    public static bool operator ==(TidyScope left, TidyScope right) => left.Equals(right);

    /// <summary>Whether they are different scopes.</summary>
    public static bool operator !=(TidyScope left, TidyScope right) => !left.Equals(right);

    internal void KeepAny(object? result)
    {
        switch (result)
        {
            case Tensor tensor:
                Keep(tensor);
                break;
            case ITuple tuple:
                for (int i = 0; i < tuple.Length; i++)
                {
                    KeepAny(tuple[i]);
                }

                break;
            case IDictionary dictionary:
                KeepAny(dictionary.Values);
                break;
            case IEnumerable items and not string:
                foreach (object? item in items)
                {
                    KeepAny(item);
                }

                break;
        }
    }
}
