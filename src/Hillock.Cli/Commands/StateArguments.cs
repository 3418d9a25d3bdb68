using System.CommandLine;
using Hillock.Cli.States;
using Hillock.Serialization;
using Hillock.Tensors;

namespace Hillock.Cli.Commands;

/// <summary>What the commands on files of tensors have in common.</summary>
internal static class StateArguments
{
    /// <summary>A file.</summary>
    public static Argument<string> File(string name, string description)
    {
        Argument<string> argument = new(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "" }])
            {
                result.AddError($"{name} expects a file name but got nothing.");
            }
        });
        return argument;
    }

    /// <summary>The option <c>--key</c>.</summary>
    public static Option<string?> Key() =>
        new("--key") { Description = "The entry of a checkpoint of PyTorch, such as model_state_dict; names are those below it.", HelpName = "NAME" };

    /// <summary>The tensors of a file, or those below an entry where it has entries.</summary>
    public static OrderedDictionary<string, Tensor> Read(string path, string? key) =>
        key is not null && StateFile.FormatOf(path) == StateFileFormat.Torch ? StateFile.Read(path, key) : StateFile.ReadAll(path);

    /// <summary>The same tensors, to be read one at a time.</summary>
    public static StoredTensors Open(string path, string? key) => StoredTensors.Open(path, StateFile.FormatOf(path), () => Read(path, key), key);

    /// <summary>A kind of file in words.</summary>
    public static string Name(StateFileFormat format) => format switch
    {
        StateFileFormat.SafeTensors => "safetensors",
        StateFileFormat.SafeTensorsIndex => "safetensors in shards",
        StateFileFormat.Torch => "PyTorch",
        StateFileFormat.Npz => "npz",
        _ => "npy",
    };
}
