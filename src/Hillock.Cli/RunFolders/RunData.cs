using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hillock.Csv;
using Hillock.Data;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>What a network is trained and measured on.</summary>
internal sealed record RunData
{
    /// <summary>What it is.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>Where it is from.</summary>
    public required string Name { get; init; }

    /// <summary>The inputs, <c>[rows, ...]</c>.</summary>
    public required Tensor Inputs { get; init; }

    /// <summary>The targets.</summary>
    public required Tensor Targets { get; init; }

    /// <summary>The held-out inputs; null where nothing is held out.</summary>
    public Tensor? HeldOutInputs { get; init; }

    /// <summary>The held-out targets; null where nothing is held out.</summary>
    public Tensor? HeldOutTargets { get; init; }

    /// <summary>The table of the held-out rows, for messages about a row; null for a text and a folder of pictures, or where nothing is held out.</summary>
    public TabularData? HeldOutTable { get; init; }

    /// <summary>The places of the held-out rows in <see cref="HeldOutTable"/>.</summary>
    public IReadOnlyList<int> HeldOutRows { get; init; } = [];

    /// <summary>The held-out pictures of a folder, as <see cref="HeldOutInputs"/>; empty for others.</summary>
    public IReadOnlyList<HeldOutPicture> HeldOutPictures { get; init; } = [];

    /// <summary>The shape of an example.</summary>
    public required Shape ExampleShape { get; init; }

    /// <summary>The outputs that a network needs.</summary>
    public required int Outputs { get; init; }

    /// <summary>The classes; empty for numbers and texts.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The names of all columns of the file in its order, with the target's in its place; empty for a text.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>How the columns of a file are written; empty for what is read from none.</summary>
    public IReadOnlyList<CsvColumnFormat> Formats { get; init; } = [];

    /// <summary>The characters of a text; empty for others.</summary>
    public IReadOnlyList<string> Vocabulary { get; init; } = [];

    /// <summary>What is done with the columns of a table.</summary>
    public Preprocessing? Preprocessing { get; init; }

    /// <summary>How the pixels of a folder's pictures are scaled.</summary>
    public PictureScaling? PictureScaling { get; init; }

    /// <summary>How real targets were scaled.</summary>
    public TargetScaling? TargetScaling { get; init; }

    /// <summary>The examples that are trained on.</summary>
    public int TrainingRows => Inputs.Shape[0];

    /// <summary>The examples that are held out.</summary>
    public int ValidationRows => HeldOutInputs?.Shape[0] ?? 0;

    /// <summary>What the outputs are.</summary>
    public ModelOutput Output => Kind == RunKind.Text ? ModelOutput.Tokens : ClassNames.Count > 0 ? ModelOutput.Classes : ModelOutput.Numbers;

    /// <summary>A digest of all numbers: of other rows, of another order of them or of another split it is another.</summary>
    public string Digest()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor? tensor in (Tensor?[])[Inputs, Targets, HeldOutInputs, HeldOutTargets])
        {
            Add(hash, tensor);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, Tensor? tensor)
    {
        if (tensor is null)
        {
            return;
        }

        hash.AppendData(MemoryMarshal.AsBytes(tensor.Shape.Dimensions));
        hash.AppendData(tensor.DataType == DataType.Int64 ? MemoryMarshal.AsBytes(tensor.AsReadOnlySpan<long>())
            : MemoryMarshal.AsBytes(tensor.AsReadOnlySpan<float>()));
        GC.KeepAlive(tensor);
    }
}
