using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>
/// What a forward pass in training changes: buffers, such as running statistics, and counts of random numbers. Copied before a step, so that a step that is not
/// taken leaves nothing behind.
/// </summary>
internal sealed class BeforeStep
{
    private readonly Module[] _modules;
    private readonly IRandomModule[] _random;
    private readonly ulong[] _passes;
    private readonly List<Tensor> _buffers = [];
    private readonly List<Tensor> _copies = [];

    internal BeforeStep(params Module[] modules)
    {
        _modules = modules;
        _random = [.. modules.SelectMany(static module => module.RandomModules()).Select(static random => random.Module)];
        _passes = new ulong[_random.Length];
    }

    /// <summary>Takes the copies; the memory is used again at the next step.</summary>
    internal void Take()
    {
        for (int i = 0; i < _random.Length; i++)
        {
            _passes[i] = _random[i].Passes.Count;
        }

        // Modules may register more of them during training.
        _buffers.Clear();
        foreach (Module module in _modules)
        {
            module.CollectBuffers(_buffers);
        }

        // An expanded view cannot be written to.
        _buffers.RemoveAll(static buffer => buffer.Length == 0 || buffer.RepeatedAxis >= 0);
        for (int i = 0; i < _buffers.Count; i++)
        {
            Tensor buffer = _buffers[i].Detach();
            if (i < _copies.Count && _copies[i].Shape.Equals(buffer.Shape) && _copies[i].DataType == buffer.DataType)
            {
                _copies[i].CopyFrom(buffer);
                continue;
            }

            _copies.RemoveRange(i, _copies.Count - i);
            _copies.Add(TensorPool.Keep(buffer.Clone()));
        }
    }

    /// <summary>Puts back what was copied.</summary>
    internal void Restore()
    {
        for (int i = 0; i < _random.Length; i++)
        {
            _random[i].Passes.Count = _passes[i];
        }

        for (int i = 0; i < _buffers.Count; i++)
        {
            _buffers[i].Detach().CopyFrom(_copies[i]);
        }
    }
}
