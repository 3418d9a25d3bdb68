using System.Text.Json;
using Extending;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Outside.Tests;

/// <summary>A module with state from outside: PyTorch's numbers, names and modes.</summary>
public class ModuleTests
{
    [Theory]
    [InlineData(DataType.Float64, 1e-6)]
    [InlineData(DataType.Float32, 1e-5)]
    public void BatchNorm_InTrainingAndEvaluation_IsPyTorchs(DataType type, double tolerance)
    {
        JsonElement data = Torch.Data.GetProperty("batch_norm");
        BatchNorm module = new BatchNorm(4);
        module.LoadStateDict(State(data.GetProperty("start")));
        Tensor[] batches = Torch.Tensors(data, "batches", type), trained = Torch.Tensors(data, "trained");
        for (int i = 0; i < batches.Length; i++)
        {
            Torch.Near(trained[i], module.Forward(batches[i].To(DataType.Float32)), tolerance, $"batch {i}");
        }

        Dictionary<string, Tensor> after = State(data.GetProperty("after"));
        Assert.Equal(after.Keys, module.StateDict().Keys);
        Assert.All(after, entry => Torch.Near(entry.Value, module.StateDict()[entry.Key], tolerance, entry.Key));
        using (Module.Evaluating())
        {
            Torch.Near(Torch.Tensor(data.GetProperty("evaluated")), module.Forward(batches[0].To(DataType.Float32)), tolerance, "evaluation");
        }

        Assert.Equal(3, module.StateDict()["num_batches_tracked"].Item<long>());
    }

    [Fact]
    public void State_OfACopy_GivesTheSameBits()
    {
        Sequential model = new Sequential(new Linear(3, 4, random: new RandomSource(1)), new BatchNorm(4));
        Tensor x = Tensor.From([1f, 2, 3, -1, 0, 1], [2, 3]);
        model.Forward(x);
        Sequential copy = new Sequential(new Linear(3, 4, random: new RandomSource(2)), new BatchNorm(4));
        copy.LoadStateDict(model.StateDict());
        using (Module.Evaluating())
        {
            Assert.Equal(model.Forward(x).ToArray<float>(), copy.Forward(x).ToArray<float>());
        }

        Assert.Equal(4, model.Parameters().Count);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"], model.StateDict().Keys);
    }

    private static Dictionary<string, Tensor> State(JsonElement element) =>
        element.EnumerateObject().ToDictionary(entry => entry.Name, entry => Torch.Tensor(entry.Value));
}
