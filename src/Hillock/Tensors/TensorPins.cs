using System.Runtime.InteropServices;

namespace Hillock.Tensors;

/// <summary>Keeps the memory of tensors where it is, for kernels that take addresses.</summary>
internal sealed unsafe class TensorPins : IDisposable
{
    private readonly List<(PinnedGCHandle<Array> Handle, Tensor Tensor)> _pins = [];

    /// <summary>The address of the tensor's first element, valid until disposal.</summary>
    internal void* Pin(Tensor tensor)
    {
        _pins.Add((new PinnedGCHandle<Array>(tensor.Storage.Memory(out nint start)), tensor));
        return (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pins[^1].Handle.Target))
            + start + ((nint)tensor.Offset * tensor.DataType.SizeInBytes());
    }

    public void Dispose()
    {
        foreach ((PinnedGCHandle<Array> handle, _) in _pins)
        {
            handle.Dispose();
        }

        _pins.Clear();
    }
}
