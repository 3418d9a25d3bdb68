using System.Text.Json.Nodes;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Hillock.Tests.Training;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Checkpoints that are damaged, or that say what cannot be true, are refused by file and field, with what helps.</summary>
public class CheckpointRulesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("batch", "1000000000", "a whole number from 0 to 6, the batches of the epoch, is expected but there is 1000000000")]
    [InlineData("batch", "-1", "a whole number of 0 or more is expected but there is -1")]
    [InlineData("batch", "\"2\"", "a whole number of 0 or more is expected but there is \"2\"")]
    [InlineData("batch", "2.5", "a whole number of 0 or more is expected but there is 2.5")]
    [InlineData("batch", "null", "a whole number of 0 or more is expected but there is null")]
    [InlineData("epoch", "99999999999", "is expected but there is 99999999999")]
    [InlineData("epoch", "[]", "is expected but there is a list of 0")]
    [InlineData("batchCount", "true", "is expected but there is true")]
    [InlineData("steps", "-5", "a whole number from 0 to 9223372036854775807 is expected but there is -5")]
    [InlineData("steps", "{}", "is expected but there is an object")]
    [InlineData("epochsSinceBest", "-1", "is expected but there is -1")]
    [InlineData("randomStreams", "-1", "is expected but there is -1")]
    [InlineData("randomStreams", "4294967296", "a whole number from 0 to 4294967295 is expected but there is 4294967296")]
    [InlineData("randomSeed", "-1", "a whole number from 0 to 18446744073709551615 is expected but there is -1")]
    [InlineData("lossSum", "3", "a number in quotation marks is expected but there is 3")]
    [InlineData("lossSum", "null", "a number in quotation marks is expected but there is null")]
    [InlineData("score", "\"much\"", "a number in quotation marks is expected but there is \"much\"")]
    [InlineData("rows", "\"-1\"", "a finite number of 0 or more is expected but there is -1")]
    [InlineData("rows", "\"1e999\"", "a finite number of 0 or more is expected but there is Infinity")]
    [InlineData("randomPasses", "[]", "an object is expected but there is a list of 0")]
    [InlineData("randomPasses", "{\"3\":-1}", ".3: a whole number from 0 to 18446744073709551615 is expected but there is -1")]
    [InlineData("settings", "{\"a\":1}", ".a: a text is expected but there is 1")]
    [InlineData("preprocessing", "1", "a text is expected but there is 1")]
    [InlineData("optimizer", "1", "a text is expected but there is 1")]
    public void Read_OfANumberThatCannotBe_NamesFileAndField(string field, string value, string problem)
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("c.safetensors");
        Written(path);
        Edit(path, json => json[field] = JsonNode.Parse(value));
        string message = Assert.Throws<DataFormatException>(() => Checkpoint.Read(path)).Message;
        Assert.StartsWith($"{path}, metadata \"hillock.checkpoint\".{field}", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.EndsWith("the checkpoint is damaged: go on from the one before it, or delete this file if there is a better one.", message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfATextThatIsNoUnicode_IsRefused()
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("c.safetensors");
        Written(path);
        Edit(path, json => json["preprocessing"] = "LONE", text => text.Replace("LONE", "\\ud800", StringComparison.Ordinal));
        Assert.Contains("half of a surrogate pair", Assert.Throws<DataFormatException>(() => Checkpoint.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfWhatWouldNotBeRead_IsRefused()
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("c.safetensors");
        Checkpoint checkpoint = new() { Model = new Dictionary<string, Tensor> { ["x"] = Tensor.Ones(1) }, Batch = 7, BatchCount = 6 };
        Assert.Contains("batch: a whole number from 0 to 6", Assert.Throws<ArgumentException>(() => checkpoint.Write(path, null, Token)).Message,
            StringComparison.Ordinal);
        Assert.Empty(folder.Files());
    }

    /// <summary>What a checkpoint in general may say, but training never.</summary>
    [Theory]
    [InlineData("epoch", "9", "the steps are 8, and 10 to 2147483647 are expected before epoch 9, batch 2")]
    [InlineData("steps", "0", "the steps are 0, and 2 to 2147483647 are expected before epoch 1, batch 2")]
    [InlineData("steps", "99999999999", "the steps are 99999999999")]
    [InlineData("epochsSinceBest", "2", "the epochs since the best are 2, and 0 to 1 are expected")]
    [InlineData("batch", "0", "the rows are 14, and 0 is expected before the first batch")]
    [InlineData("bestValue", "\"NaN\"", "the best value is NaN")]
    public void Resume_FromWhereNoTrainingStands_IsRefused_AndChangesNothing(string field, string value, string problem)
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("c.safetensors");
        Written(path);
        Edit(path, json => json[field] = JsonNode.Parse(value));
        Trainer trainer = FitParts.Noisy();
        long[] before = trainer.Bits();
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => trainer.Resume(Checkpoint.Read(path))).Message, StringComparison.Ordinal);
        Assert.Equal(before, trainer.Bits());
    }

    [Fact]
    public void Folder_WithDamagedCheckpoints_TellsThem_AndGoesOnFromTheOneBefore()
    {
        using TemporaryFolder folder = new();
        string[] paths = new string[3];
        using (CheckpointFolder run = new(folder.FullName))
        {
            for (int i = 0; i < paths.Length; i++)
            {
                paths[i] = run.Save(new Checkpoint { Model = FitParts.Noisy().Model.StateDict(), Steps = i + 1 });
            }
        }

        File.WriteAllBytes(paths[2], File.ReadAllBytes(paths[2])[..^10]);
        File.Copy(paths[0], paths[1], overwrite: true);
        using CheckpointFolder again = new(folder.FullName);
        Assert.Equal(paths[0], again.Latest);
        Assert.Equal([paths[1], paths[2]], again.Damaged.Keys);
        Assert.Equal("its steps are 1, but 2 by the file's name", again.Damaged[paths[1]]);
        Assert.Contains("but the file has", again.Damaged[paths[2]], StringComparison.Ordinal);
        string message = Assert.Throws<DataFormatException>(() => Checkpoint.Read(paths[2])).Message;
        Assert.Contains("go on from the one before it", message, StringComparison.Ordinal);
        Assert.DoesNotContain("download", message, StringComparison.Ordinal);
        again.Save(new Checkpoint { Model = FitParts.Noisy().Model.StateDict(), Steps = 2 });
        Assert.Equal([paths[2]], again.Damaged.Keys);
    }

    [Fact]
    public void Resume_WhereAllAreDamaged_NamesThemAndChangesNothing()
    {
        using TemporaryFolder folder = new();
        folder.Write("checkpoint-000000000003.safetensors", "damaged");
        folder.Write("checkpoint-000000000004.safetensors", "");
        using CheckpointFolder run = new(folder.FullName);
        Assert.Null(run.Latest);
        string message = Assert.Throws<DataFormatException>(() => new CheckpointCallback(run).Resume(FitParts.Noisy())).Message;
        Assert.StartsWith($"{folder.FullName}: none of its 2 checkpoints can be read: checkpoint-000000000003.safetensors (", message,
            StringComparison.Ordinal);
        Assert.Contains("checkpoint-000000000004.safetensors (", message, StringComparison.Ordinal);
        Assert.EndsWith("; bring back a copy of one to go on from it; to begin anew, delete them or choose another folder.", message, StringComparison.Ordinal);
        Assert.Equal("damaged", File.ReadAllText(folder.Path("checkpoint-000000000003.safetensors")));
    }

    /// <summary>In the second of six batches of the second epoch.</summary>
    private static void Written(string path)
    {
        Trainer trainer = FitParts.Noisy();
        FitParts.Calls saving = new()
        {
            StepEnd = context =>
            {
                if (context.Step == 8)
                {
                    context.ToCheckpoint().Write(path, null, Token);
                }
            },
        };
        trainer.Fit(new FitOptions
        {
            Epochs = 2,
            BatchSize = 7,
            Patience = 5,
            HeldOutInputs = FitParts.Inputs,
            HeldOutTargets = FitParts.Targets,
            Callbacks = [saving],
        });
    }

    private static void Edit(string path, Action<JsonNode> change, Func<string, string>? last = null)
    {
        JsonNode json = JsonNode.Parse(StateFile.Metadata(path)["hillock.checkpoint"])!;
        change(json);
        string text = json.ToJsonString();
        SafeTensors.Write(
            path, SafeTensors.Read(path), new Dictionary<string, string> { ["hillock.checkpoint"] = last is null ? text : last(text) },
            cancellationToken: Token);
    }
}
