using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Hillock.Data;

namespace Hillock.Serialization.Torch;

/// <summary>
/// Reads a pickle without Python: a machine with a stack and a memo that knows the instructions which <c>torch.save</c> writes, and no other.
/// </summary>
/// <remarks>
/// No instruction calls anything: names are looked up in <see cref="PickleGlobals"/>, what stands on its list is built by <see cref="PickleCalls"/>, and what
/// does not is one <see cref="PickleOpaque"/> for each name, which stays what it is whatever is done to it.
/// Instructions are at most <see cref="MostInstructions"/>, so memory and time are bounded whatever the file says. Source: Python's <c>pickletools</c>,
/// protocols 2 to 5.
/// </remarks>
internal sealed class PickleReader(byte[] bytes, string source)
{
    /// <summary>The most instructions that are followed; a state dict of ten thousand tensors has about a quarter of a million.</summary>
    public const int MostInstructions = 4_000_000;

    private const int LongestInteger = 64, LongestName = 1000, MostOpaque = 1 << 16;

    private static readonly object Unset = new();

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly List<object?> _memo = [];
    private readonly Dictionary<string, PickleOpaque> _opaque = [];
    private readonly PickleCalls _calls = new(source);
    private int _position;

    // What lies below the last mark belongs to whoever set the mark.
    private int Available => _stack.Count - (_marks.Count > 0 ? _marks.Peek() : 0);

    // Python throws objects away only where one refers to itself, to recall the one that was made in the meantime.
    private bool IsBeforeRecall => _position < bytes.Length && bytes[_position] is (byte)'0' or (byte)'h' or (byte)'j';

    /// <summary>The object that the pickle describes.</summary>
    /// <exception cref="DataFormatException">The pickle is damaged, or asks for what is not on the lists.</exception>
    public object? Read()
    {
        for (int count = 0; count < MostInstructions; count++)
        {
            _calls.At = _position;
            byte code = Take(1)[0];
            if (code == (byte)'.')
            {
                return _marks.Count == 0 && _stack.Count == 1 ? _stack[0] : throw Damaged("the pickle ends with several objects or none");
            }

            if (!TryValue(code) && !TryContainer(code) && !TryMemo(code) && !TryObject(code))
            {
                throw Damaged(
                    $"the instruction 0x{code:x2} is none of those that torch.save writes for tensors, numbers, texts, lists and dictionaries",
                    "save the state anew: torch.save(model.state_dict(), path), with no other pickle_protocol than the default");
            }
        }

        throw Damaged($"it has more than {MostInstructions} instructions", "save the state alone, or lists of numbers as tensors");
    }

    private bool TryValue(byte code)
    {
        switch (code)
        {
            case (byte)'N': Push(null); return true;
            case 0x88: Push(true); return true;
            case 0x89: Push(false); return true;
            case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); return true;
            case (byte)'K': Push((long)Take(1)[0]); return true;
            case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); return true;
            case 0x8a: PushInteger(Take(1)[0]); return true;
            case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); return true;
            case (byte)'X': Push(Text(Take(Length32()))); return true;
            case 0x8c: Push(Text(Take(Take(1)[0]))); return true;
            case 0x8d: Push(Text(Take(Length64()))); return true;
            case (byte)'U': Push(Text(Take(Take(1)[0]))); return true; // Python 2
            case (byte)'T': Push(Text(Take(Length32()))); return true;
            case (byte)'C': Push(Take(Take(1)[0]).ToArray()); return true;
            case (byte)'B': Push(Take(Length32()).ToArray()); return true;
            default: return false;
        }
    }

    private bool TryContainer(byte code)
    {
        switch (code)
        {
            case (byte)'(': _marks.Push(_stack.Count); return true;
            case (byte)')': Push(new PickleTuple([])); return true;
            case 0x85: Push(new PickleTuple(PopMany(1))); return true;
            case 0x86: Push(new PickleTuple(PopMany(2))); return true;
            case 0x87: Push(new PickleTuple(PopMany(3))); return true;
            case (byte)'t': Push(new PickleTuple(PopToMark())); return true;
            case (byte)']' or 0x8f: Push(new List<object?>()); return true;
            case (byte)'}': Push(new PickleDictionary()); return true;
            case (byte)'a': AddItems(PopMany(1)); return true;
            case (byte)'e' or 0x90: AddItems(PopToMark()); return true;
            case 0x91: Push(PopToMark().ToList()); return true;
            case (byte)'s': SetItems(PopMany(2)); return true;
            case (byte)'u': SetItems(PopToMark()); return true;
            default: return false;
        }
    }

    private bool TryMemo(byte code)
    {
        switch (code)
        {
            case (byte)'q': Remember(Take(1)[0]); return true;
            case (byte)'r': Remember(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))); return true;
            case 0x94: Remember((uint)_memo.Count); return true;
            case (byte)'h': Push(Remembered(Take(1)[0])); return true;
            case (byte)'j': Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); return true;
            case (byte)'0' when IsBeforeRecall: PopMany(1); return true;
            case (byte)'1' when IsBeforeRecall: PopToMark(); return true;
            default: return false;
        }
    }

    private bool TryObject(byte code)
    {
        switch (code)
        {
            case 0x80:
                int protocol = Take(1)[0];
                return protocol is >= 2 and <= 5
                    ? true
                    : throw Damaged($"protocol {protocol} is not read, only 2 to 5", "save it with the default pickle_protocol");
            case 0x95: Take(8); return true; // the length of a frame, which only helps to read ahead
            case (byte)'c':
                string module = Line();
                Push(Global(module, Line()));
                return true;
            case 0x93:
                Push(PopMany(2) is [string from, string name]
                    ? Global(from, name)
                    : throw Damaged("a name is not made of two texts"));
                return true;
            case (byte)'R':
                object?[] call = PopMany(2);
                Push(call switch
                {
                    [PickleGlobal function, PickleTuple arguments] => _calls.Call(function, arguments.Items),
                    [PickleOpaque opaque, PickleTuple] => opaque,
                    _ => throw Damaged("it calls what cannot be called"),
                });
                return true;
            case 0x81 when Available >= 2 && _stack[^2] is PickleOpaque && _stack[^1] is PickleTuple: PopMany(1); return true; // a new object of a class
            case 0x92 when Available >= 3 && _stack[^3] is PickleOpaque && _stack[^2] is PickleTuple && _stack[^1] is PickleDictionary:
                PopMany(2);
                return true;
            case (byte)'Q': Push(_calls.Storage(PopMany(1)[0])); return true;
            case (byte)'b':
                object? state = PopMany(1)[0];
                _calls.SetState(Peek(), state);
                return true;
            default: return false;
        }
    }

    private object Global(string module, string name)
    {
        if (module.Length + name.Length > LongestName)
        {
            throw Damaged($"it needs a name of {module.Length + name.Length} characters, more than the {LongestName} that are read");
        }

        object found = PickleGlobals.Find(module, name);
        if (found is not PickleOpaque opaque)
        {
            return found;
        }

        if (!_opaque.TryAdd(opaque.Name, opaque) || _opaque.Count <= MostOpaque)
        {
            return _opaque[opaque.Name];
        }

        throw Damaged($"it needs more than {MostOpaque} different names of Python", "save the state alone: torch.save(model.state_dict(), path)");
    }

    private void AddItems(object?[] items)
    {
        if (Peek() is PickleOpaque)
        {
            return;
        }

        if (Peek() is not List<object?> list)
        {
            throw Damaged("it appends to what is no list");
        }

        list.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is PickleOpaque && items.Length % 2 == 0)
        {
            return;
        }

        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
        {
            throw Damaged("it puts items into what is no dictionary, or a key without a value");
        }

        foreach (object?[] pair in items.Chunk(2))
        {
            string key = _calls.Key(pair[0]);
            if (!dictionary.Items.TryAdd(key, pair[1]))
            {
                throw Damaged($"a dictionary has two keys that read '{Zip.ZipReader.Shown(key)}'", "rename one of them");
            }
        }
    }

    private void PushInteger(int length)
    {
        if (length > LongestInteger)
        {
            throw Damaged($"it has a whole number of {length} bytes, more than the {LongestInteger} that are read");
        }

        BigInteger value = new(Take(length));
        Push(value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value);
    }

    private string Text(ReadOnlySpan<byte> text)
    {
        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataFormatException(source, _calls.Place, "a text is not UTF-8", "the file is damaged: download or save it again", exception);
        }
    }

    private string Line()
    {
        int length = bytes.AsSpan(_position).IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Damaged("a name does not end");
        }

        string line = Text(Take(length));
        Take(1);
        return line;
    }

    private int Length32()
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        return length <= bytes.Length ? (int)length : throw Damaged($"a text of {length} bytes leaves the pickle");
    }

    private int Length64()
    {
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return length <= (ulong)bytes.Length ? (int)length : throw Damaged($"a text of {length} bytes leaves the pickle");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _position)
        {
            throw Damaged("the pickle ends in the middle of an instruction");
        }

        ReadOnlySpan<byte> taken = bytes.AsSpan(_position, count);
        _position += count;
        return taken;
    }

    private void Push(object? value) => _stack.Add(value);

    private object? Peek() => Available > 0 ? _stack[^1] : throw Damaged("the stack is empty");

    private object?[] PopMany(int count)
    {
        if (Available < count)
        {
            throw Damaged($"the stack has {Available} of {count} objects");
        }

        object?[] items = _stack.GetRange(_stack.Count - count, count).ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return items;
    }

    private object?[] PopToMark()
    {
        object?[] items = PopMany(_marks.Count > 0 ? Available : throw Damaged("there is no mark"));
        _marks.Pop();
        return items;
    }

    // Python counts; a pickle that was shortened has gaps, but a byte at least for each object.
    private void Remember(uint index)
    {
        if (index > Math.Min(MostInstructions, bytes.Length))
        {
            throw Damaged($"it remembers an object as number {index}");
        }

        while (_memo.Count <= index)
        {
            _memo.Add(Unset);
        }

        _memo[(int)index] = Peek();
    }

    private object? Remembered(uint index) =>
        index < _memo.Count && _memo[(int)index] != Unset ? _memo[(int)index] : throw Damaged($"nothing was remembered as number {index}");

    private DataFormatException Damaged(string problem, string remedy = "the file is damaged or made to do harm: download or save it again") =>
        new(source, _calls.Place, problem, remedy);
}
