using System.Runtime.CompilerServices;
using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Prepares a fold's data when its first run needs it and forgets it after its last.</summary>
internal sealed class FoldCache : IDisposable
{
    private const long ManyNumbers = 4_000_000;

    private readonly TabularData _data;
    private readonly IReadOnlyList<Fold>[] _splits;
    private readonly ComparisonOptions _options;
    private readonly FoldData?[] _folds;
    private readonly int[] _left;
    private readonly Lock[] _gates;
    private int _features = -1;

    internal FoldCache(TabularData data, IReadOnlyList<Fold>[] splits, int runsEach, ComparisonOptions options)
    {
        (_data, _splits, _options) = (data, splits, options);
        int count = splits.Length * options.Folds;
        _folds = new FoldData?[count];
        _left = new int[count];
        _gates = new Lock[count];
        for (int i = 0; i < count; i++)
        {
            _left[i] = runsEach;
            _gates[i] = new Lock();
        }
    }

    /// <summary>The inputs of the network in the first fold that was prepared; the feature columns if none was.</summary>
    internal int Features => _features < 0 ? _data.ColumnCount : _features;

    public void Dispose() => Array.Clear(_folds);

    internal FoldData Take(int place)
    {
        lock (_gates[place])
        {
            FoldData fold = _folds[place] ??= FoldData.Make(_data, _splits[place / _options.Folds][place % _options.Folds], _options.PreprocessingInUse);
            Interlocked.CompareExchange(ref _features, fold.TrainingInputs.Shape[1], -1);
            return fold;
        }
    }

    internal void Finish(int place)
    {
        if (Interlocked.Decrement(ref _left[place]) == 0)
        {
            bool isLarge = IsLarge(place);
            _folds[place] = null;
            if (isLarge)
            {
                // otherwise the folds of hundreds of megabytes that are done with pile up beside the next ones
                GiveBack();
            }
        }
    }

    private static void GiveBack()
    {
        TensorPool.Trim();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    // A frame of its own, which holds no fold when the others are collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsLarge(int place) => _folds[place] is { } fold && (long)fold.TrainingInputs.Length + fold.HeldOutInputs.Length > ManyNumbers;
}
