using System.Buffers;
using System.Text;

namespace Hillock.Data;

/// <summary>Questions about units of UTF-16.</summary>
internal static class UnicodeText
{
    /// <summary>Whether every surrogate has its other half.</summary>
    public static bool IsUnicode(this ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int surrogate = text.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (surrogate < 0)
            {
                return true;
            }

            if (Rune.DecodeFromUtf16(text[surrogate..], out _, out int used) != OperationStatus.Done)
            {
                return false;
            }

            text = text[(surrogate + used)..];
        }

        return true;
    }
}
