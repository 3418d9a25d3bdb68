using System.Globalization;
using System.Text;

namespace Hillock.Modules;

/// <summary>Turns what a record prints into Python's arguments.</summary>
internal static class ActivationText
{
    /// <summary>From <c>LeakyRelu { NegativeSlope = 0.01 }</c> to <c>negative_slope=0.01</c>.</summary>
    internal static string Parameters(string? record, string name)
    {
        int start = record?.IndexOf('{', StringComparison.Ordinal) ?? -1;
        if (record is null || start < 0 || !record.StartsWith(name, StringComparison.Ordinal))
        {
            return "";
        }

        // A record prints its numbers in the current culture, whose decimal comma also separates: a number starts after "= ".
        NumberFormatInfo format = NumberFormatInfo.CurrentInfo;
        StringBuilder text = new StringBuilder();
        foreach (string part in record[(start + 1)..record.LastIndexOf('}')].Split(", "))
        {
            int equals = part.IndexOf(" = ", StringComparison.Ordinal);
            if (equals < 0)
            {
                continue;
            }

            string value = part[(equals + 3)..].Trim();
            text.Append(text.Length == 0 ? "" : ", ");
            AppendSnakeCase(text, part.AsSpan(0, equals).Trim());
            text.Append('=').Append(double.TryParse(value, NumberStyles.Float, format, out double number) ? Module.FormatNumber(number) : value);
        }

        return text.ToString();
    }

    private static void AppendSnakeCase(StringBuilder text, ReadOnlySpan<char> name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }
    }
}
