using System.Globalization;
using System.Text;

namespace Hillock.Modules;

public abstract partial class Module
{
    /// <summary>What the module is called when printed: the type's name unless overridden.</summary>
    protected internal virtual string Name => GetType().Name;

    /// <summary>The constructor arguments as printed: <c>in_features=784, out_features=128, bias=True</c>.</summary>
    protected virtual string Details => "";

    /// <summary>The module and all below it, in the layout that PyTorch prints.</summary>
    public override string ToString()
    {
        StringBuilder text = new StringBuilder();
        Write(text, 0);
        return text.ToString();
    }

    /// <summary>A number as Python prints it: <c>1.0</c>, <c>0.01</c>, <c>1e-05</c>.</summary>
    protected static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        // Both languages print the shortest digits that read back as the same number; the forms differ in the exponent alone.
        string text = value.ToString("E16", CultureInfo.InvariantCulture);
        int exponent = int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        if (value != 0 && exponent is < -4 or >= 16)
        {
            return Scientific(shortest, exponent);
        }

        string plain = shortest.Contains('E', StringComparison.Ordinal) ? ((decimal)value).ToString(CultureInfo.InvariantCulture) : shortest;
        return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
    }

    internal static string FormatNumber(double value) => Format(value);

    /// <summary>A truth value as Python prints it.</summary>
    protected static string Format(bool value) => value ? "True" : "False";

    private static string Scientific(string shortest, int exponent)
    {
        bool negative = shortest[0] == '-';
        int mark = shortest.IndexOf('E', StringComparison.Ordinal);
        string digits = string.Concat((mark < 0 ? shortest : shortest[..mark]).Where(char.IsAsciiDigit)).Trim('0');
        string mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
        string size = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        return $"{(negative ? "-" : "")}{mantissa}e{(exponent < 0 ? '-' : '+')}{size}";
    }

    private void Write(StringBuilder text, int indent)
    {
        string details = Details;
        text.Append(Name).Append('(');
        if (_children.Count == 0)
        {
            text.Append(details).Append(')');
            return;
        }

        string margin = new(' ', indent + 2);
        if (details.Length > 0)
        {
            text.Append('\n').Append(margin).Append(details);
        }

        foreach ((string name, Module child) in _children)
        {
            text.Append('\n').Append(margin).Append('(').Append(name).Append("): ");
            child.Write(text, indent + 2);
        }

        text.Append('\n').Append(' ', indent).Append(')');
    }
}
