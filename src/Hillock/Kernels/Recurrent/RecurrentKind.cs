namespace Hillock.Kernels;

/// <summary>What a recurrent layer computes at each step.</summary>
internal enum RecurrentKind
{
    /// <summary><c>h = tanh(a)</c>.</summary>
    Tanh,

    /// <summary><c>h = max(a, 0)</c>.</summary>
    Relu,

    /// <summary>Input, forget, cell and output gates.</summary>
    Lstm,

    /// <summary>Reset and update gates and a candidate.</summary>
    Gru,
}
