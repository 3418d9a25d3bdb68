namespace Hillock.Serialization;

/// <summary>How far the writing of a file is: told after its header and after every 16 MiB.</summary>
/// <param name="Written">The bytes that were written.</param>
/// <param name="Total">The bytes of the whole file.</param>
/// <example>
/// <code>
/// Linear model = new(1000, 1000);
/// model.Save("large.safetensors", null, new Progress&lt;SavingProgress&gt;(told =&gt; Console.Error.WriteLine($"{told.Written} of {told.Total} bytes")));
/// </code>
/// </example>
public readonly record struct SavingProgress(long Written, long Total);
