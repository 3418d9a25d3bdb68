namespace Hillock.Cli.Comparisons;

/// <summary>The library's advice to programs, as a user of the tool can follow it.</summary>
internal static class LibraryAdvice
{
    private static readonly (string Program, string User)[] Words =
    [
        (" (model.Load(path, key: …) and TorchFile.Read(path, key) take it)", " (--key)"),
        ("numbers and texts are TorchFile.Metadata's; ", ""),
        ("read it by SafeTensors.Read, or load it by model.Load(path)", "give it a name that ends in .safetensors"),
        ("; pass strict: false to copy what the names have in common", ""),
        (", or load its model by Load(path, strict: false, rename)", ""),
        ("raise maximumPixels if you trust the file, or scale it down", "scale it down"),
        ("raise maximumPixels, or check that it is a picture", "check that it is a picture"),
        ("; name a picture, or use PictureFolder", "; name a picture"),
        ("name a folder, or read it with Picture.Read", "name a folder"),
        ("name a file, or open it and give the stream", "name a file"),
        ("open it, and use SafeTensors.Read(stream)", "copy it into one"),
        ("read it with SafeTensors.Read", "name a file that holds a checkpoint"),
        ("load it as a model, or with SafeTensors.Read", "name a file that holds a checkpoint"),
        ("pass a part of the same table, or read the file with Like", "name a file whose columns hold the same kinds of values"),
        ("docs/layers.md has their names", "'hillock list layers' has their names"),
        ("LossCatalog.All has their names", "'hillock list' has their names"),
    ];

    /// <summary>A message in a user's words.</summary>
    public static string Of(string message)
    {
        foreach ((string program, string user) in Words)
        {
            message = message.Replace(program, user, StringComparison.Ordinal);
        }

        return message;
    }
}
