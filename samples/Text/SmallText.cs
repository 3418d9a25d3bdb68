namespace Hillock.Samples.Text;

/// <summary>A small text that comes with the samples: 150 simple sentences about animals.</summary>
public static class SmallText
{
    /// <summary>Reads it.</summary>
    public static string Read()
    {
        using StreamReader reader = new(typeof(SmallText).Assembly.GetManifestResourceStream("small.txt")!);
        return reader.ReadToEnd();
    }
}
