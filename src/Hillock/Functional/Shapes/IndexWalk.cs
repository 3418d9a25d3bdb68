using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Walks over an index tensor in row-major order and finds the places meant in another tensor.</summary>
internal struct IndexWalk
{
    private readonly int[] _lengths;
    private readonly int[] _strides;
    private readonly int[] _position;
    private readonly int _axisStride;
    private int _offset;

    internal IndexWalk(Shape target, Shape index, int axis)
    {
        _lengths = index.Dimensions.ToArray();
        _strides = target.Strides.ToArray();
        _position = new int[_lengths.Length];
        _axisStride = _strides[axis];

        // The position along the axis comes from the index, not from the walk.
        _strides[axis] = 0;
        _offset = 0;
    }

    /// <summary>The place of the current element, given its index; moves on to the next.</summary>
    internal int Next(int index)
    {
        int place = _offset + (index * _axisStride);
        for (int i = _lengths.Length - 1; i >= 0; i--)
        {
            _offset += _strides[i];
            if (++_position[i] < _lengths[i])
            {
                break;
            }

            _offset -= _strides[i] * _lengths[i];
            _position[i] = 0;
        }

        return place;
    }
}
