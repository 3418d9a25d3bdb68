using System.Text;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Serialization.Description;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>The file model.json: all of it there and back, and what is wrong with one that is not right.</summary>
public class ModelDescriptionTests
{
    private const string Elu = """{"type": "Elu", "alpha": 0.5}""";

    private const string Whole =
        """
        {"format": "hillock-model", "version": 1, "input": {"shape": ["batch", 4], "type": "float32"},
         "output": {"kind": "classes", "classes": ["a", "b"]}, "loss": {"name": "smooth-l1", "beta": 0.5},
         "network": {"type": "Sequential", "layers": [{"type": "Linear", "inFeatures": 4, "outFeatures": 8}, {"type": "Elu", "alpha": 0.5},
           {"type": "Residual", "body": {"type": "Linear", "inFeatures": 8, "outFeatures": 8}}]}}
        """;

    [Fact]
    public void Json_GivesBackEverything()
    {
        TabularData table = Table();
        ModelDescription model = new(NetworkDescription.Parse("linear 3, elu 0.1, linear", [9], 1), 9)
        {
            InputType = DataType.Float64,
            Output = ModelOutput.Numbers,
            ClassNames = ["a \"b\"", "ä", "c\n\u0001", "日本"],
            Vocabulary = ["the", " ", ""],
            Loss = "SmoothL1",
            LossValues = [1.0 / 3],
            TargetScaling = new TargetScaling(Math.PI, 5e-324),
            PictureScaling = new PictureScaling([1.0 / 3, 0], [5e-324, 1e300]),
            Preprocessing = Preprocessing.Fit(table, imputeMissing: true),
        };
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.Save(path);
            ModelDescription read = ModelDescription.Load(path);
            Assert.Equal(model.ToJson(), read.ToJson());
            Assert.Equal(model.InputShape, read.InputShape);
            Assert.Equal((DataType.Float64, ModelOutput.Numbers, "smooth-l1"), (read.InputType, read.Output, read.Loss));
            Assert.Equal(model.ClassNames, read.ClassNames);
            Assert.Equal(model.Vocabulary, read.Vocabulary);
            Assert.Equal([1.0 / 3], read.LossValues);
            Assert.Equal(model.TargetScaling, read.TargetScaling);
            Assert.Equal([1.0 / 3, 0], read.PictureScaling!.Mean);
            Assert.Equal([5e-324, 1e300], read.PictureScaling.Deviation);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Against (pixel − mean)/deviation in float64, channel by channel.</summary>
    [Fact]
    public void PictureScaling_OfBytes_IsTheFormula()
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 3 * 2 * 2).Select(i => (byte)(i * 37))];
        double[] mean = [10, 127.3, 0], deviation = [3, 1e-3, 255];
        Tensor scaled = new PictureScaling(mean, deviation).Apply(Tensor.From(pixels, [2, 3, 2, 2]));
        Assert.Equal(
            pixels.Select((pixel, i) => (float)((pixel - mean[i / 4 % 3]) / deviation[i / 4 % 3])), scaled.ToArray<float>());
        Tensor view = Tensor.From(pixels, [2, 2, 2, 3]).Transpose(1, 3);
        Assert.Equal(
            new PictureScaling(mean, deviation).Apply(view.Contiguous()).ToArray<float>(), new PictureScaling(mean, deviation).Apply(view).ToArray<float>());
        Assert.Equal(0, new PictureScaling(mean, deviation).Apply(Tensor.Zeros([0, 3, 2, 2], DataType.UInt8)).Length);
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new PictureScaling([1], [1]).Apply(Tensor.From(pixels, [2, 3, 2, 2])));
        Assert.Contains("expects bytes of [pictures, 1, height, width]", fault.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new PictureScaling(mean, deviation).Apply(Tensor.Zeros([2, 3, 2, 2])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Preprocessing_ComesBack_AndGivesTheSameBits(bool impute)
    {
        TabularData table = Table();
        TabularData training = table.Select(impute ? [0, 1, 2] : [0, 1]);
        Preprocessing preprocessing = Preprocessing.Fit(training, impute);
        Preprocessing read = ModelDescription.FromJson(Of(preprocessing).ToJson()).Preprocessing!;
        Assert.Equal(preprocessing.Encoding.Columns.Select(one => one.Name), read.Encoding.Columns.Select(one => one.Name));
        TabularData held = impute ? table : table.Select([0, 1, 3]);
        TabularData expected = preprocessing.Apply(held), actual = read.Apply(held);
        Assert.Equal(expected.Features.ToArray(), actual.Features.ToArray());
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        Assert.Equal(expected.Classes.ToArray(), actual.Classes.ToArray());
        Assert.Equal(preprocessing.Standardization.Mean.ToArray(), read.Standardization.Mean.ToArray());
    }

    [Fact]
    public void FromJson_ReadsWhatAPersonWrites()
    {
        ModelDescription model = ModelDescription.FromJson(Whole);
        Assert.Equal("linear 8, elu alpha=0.5, residual(linear 8)", model.Network.ToText());
        Assert.Equal([0.5], model.LossValues);
        Assert.Equal([2, 8], model.Build(1).Forward(Tensor.Ones([2, 4])).Shape.ToArray());
        Assert.Equal(model.ToJson(), ModelDescription.FromJson("\uFEFF" + Whole).ToJson());
    }

    [Theory]
    [InlineData("hillock-model", "safetensors", "format", "\"hillock-model\" is expected but there is \"safetensors\"")]
    [InlineData("\"version\": 1", "\"version\": 2", "version", "version 2 was written by a later Hillock; this one reads up to 1")]
    [InlineData("\"version\": 1", "\"version\": 0", "version", "a whole number of 1 or more is expected but there is 0")]
    [InlineData("\"version\": 1, ", "", null, "\"version\", a whole number, is missing")]
    [InlineData("\"loss\"", "\"los\"", "los", "\"los\" is not known; near are: loss")]
    [InlineData("smooth-l1", "smoth-l1", "loss.name", "near are: smooth-l1")]
    [InlineData("\"beta\"", "\"betta\"", "loss.betta", "\"betta\" is not known")]
    [InlineData("\"batch\", 4", "4", "input.shape", "\"batch\" is expected as the first axis")]
    [InlineData("\"batch\", 4", "\"batch\", -4", "input.shape[1]", "of 0 or more is expected but there is -4")]
    [InlineData("float32", "float31", "input.type", "near are: float32")]
    [InlineData("float32\"", "float32\", \"scaling\": {\"mean\": [1], \"deviation\": [0]}", "input.scaling", "as many deviations above 0 as means")]
    [InlineData("float32\"", "float32\", \"scaling\": {\"mean\": [1], \"deviation\": [1, 2]}", "input.scaling", "as many deviations above 0 as means")]
    [InlineData("float32\"", "float32\", \"scaling\": {\"mean\": [\"NaN\"], \"deviation\": [1]}", "input.scaling", "all finite")]
    [InlineData("float32\"", "float32\", \"scaling\": {\"mean\": [1]}", "input.scaling", "\"deviation\", a list of numbers, is missing")]
    [InlineData("\"classes\", \"classes\"", "\"clases\", \"classes\"", "output.kind", "tokens is expected but there is \"clases\"; near are: classes")]
    [InlineData("[\"a\", \"b\"]", "[\"a\", 3]", "output.classes[1]", "a text is expected but there is 3")]
    [InlineData("\"Elu\"", "\"Ellu\"", "network.layers[1].type", "there is no layer \"Ellu\"; near are: Elu")]
    [InlineData("\"alpha\"", "\"alfa\"", "network.layers[1].alfa", "Elu has no argument \"alfa\"; near are: alpha")]
    [InlineData("\"alpha\": 0.5", "\"alpha\": \"0.5\"", "network.layers[1].alpha", "Elu expects a number as alpha but got \"0.5\"")]
    [InlineData("\"alpha\": 0.5", "\"alpha\": null", "network.layers[1].alpha", "but got null")]
    [InlineData("\"alpha\": 0.5", "\"alpha\": 1e999", "network.layers[1].alpha", "but got 1e999")]
    [InlineData("4, \"outFeatures\": 8", "4", "network.layers[0]", "Linear expects outFeatures, a whole number, but there is none; add \"outFeatures\"")]
    [InlineData("\"outFeatures\": 8}, ", "\"outFeatures\": 8.5}, ", "network.layers[0].outFeatures", "expects a whole number as outFeatures but got 8.5")]
    [InlineData("\"outFeatures\": 8}, ", "\"outFeatures\": 80000000000}, ", "network.layers[0].outFeatures", "got 80000000000")]
    [InlineData("\"outFeatures\": 8}, ", "\"outFeatures\": 8, \"outFeatures\": 9}, ", null, "JSON is expected but")]
    [InlineData("\"body\": {", "\"body\": {\"typ\": 1, ", "network.layers[2].body.typ", "Linear has no argument \"typ\"; ")]
    [InlineData("\"body\": {\"type\": \"Linear\", ", "\"body\": {", "network.layers[2].body", "\"type\", the name of a layer, is missing")]
    [InlineData("[{\"type\": \"Linear\"", "[7, {\"type\": \"Linear\"", "network.layers[0]", "an object is expected but there is 7")]
    [InlineData("]}}", "]}", "line", "JSON is expected but")]
    [InlineData("\"Elu\"", "\"\\ud800\"", null, "JSON is expected but")]
    public void FromJson_RefusesWithThePath(string old, string other, string? place, string message)
    {
        Assert.Contains(old, Whole, StringComparison.Ordinal);
        DataFormatException fault = Assert.Throws<DataFormatException>(() => ModelDescription.FromJson(Whole.Replace(old, other, StringComparison.Ordinal)));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        if (place == "line")
        {
            Assert.StartsWith("line ", fault.Place, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(place, fault.Place);
        }
    }

    [Theory]
    [InlineData("\"outFeatures\": 8}, ", "\"outFeatures\": 2000000000}, ", "at most 1000000000 parameters is expected but this one would have 10000000072")]
    [InlineData("\"outFeatures\": 8}, ", "\"outFeatures\": 0}, ", "network.layers[0].outFeatures: Linear cannot be made")]
    [InlineData(Elu, "{\"type\": \"Conv2d\", \"inChannels\": 3, \"outChannels\": 4, \"kernelSize\": [1,2,3]}",
        "network.layers[1].kernelSize: Conv2d cannot be made")]
    [InlineData(Elu, "{\"type\": \"Conv2d\", \"inChannels\": 3, \"outChannels\": 4, \"kernelSize\": [1,2,3,4]}",
        "network.layers[1].kernelSize: Conv2d expects one whole number")]
    [InlineData(Elu, "{\"type\": \"Conv2d\", \"inChannels\": 3, \"outChannels\": 4, \"kernelSize\": 3, \"groups\": 0}", "network.layers[1].groups")]
    [InlineData(Elu, "{\"type\": \"TransformerEncoder\", \"layers\": [{\"type\": \"Relu\"}]}",
        "network.layers[1].layers[0]: TransformerEncoder expects a TransformerEncoderLayer but got a Relu")]
    [InlineData(Elu, "{\"type\": \"WeightNorm\", \"layer\": {\"type\": \"Relu\"}}", "network.layers[1].layer: WeightNorm cannot be made")]
    [InlineData(Elu, "{\"type\": \"CausalEncoder\", \"encoder\": {\"type\": \"Relu\"}}", "network.layers[1].encoder: CausalEncoder cannot be made")]
    [InlineData(Elu, "{\"type\": \"Rnn\", \"inputSize\": 1, \"hiddenSize\": 1, \"numLayers\": 2000000000}", "parameters is expected")]
    public void Build_RefusesWithThePath(string old, string other, string message)
    {
        Assert.Contains(old, Whole, StringComparison.Ordinal);
        ModelDescription model = ModelDescription.FromJson(Whole.Replace(old, other, StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => model.Build(1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromJson_RefusesDeepNesting()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"type\": \"Residual\", \"body\": ", 70)) + "{\"type\": \"Relu\"}" + new string('}', 70);
        string json = Whole[..Whole.IndexOf("{\"type\": \"Seq", StringComparison.Ordinal)] + deep + "}";
        Assert.Contains("more than 64 deep", Assert.Throws<DataFormatException>(() => ModelDescription.FromJson(json)).Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => ModelDescription.FromJson(new string('[', 100_000)));
    }

    [Fact]
    public void FromJson_TakesAnyMutationWithoutAnotherException()
    {
        Random random = new(7);
        byte[] bytes = Encoding.UTF8.GetBytes(Of(Preprocessing.Fit(Table(), true)).ToJson());
        for (int i = 0; i < 2000; i++)
        {
            byte[] mutated = [.. bytes];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            try
            {
                ModelDescription.FromJson(Encoding.UTF8.GetString(mutated));
            }
            catch (DataFormatException fault)
            {
                Assert.NotEmpty(fault.Message);
            }
        }
    }

    private static ModelDescription Of(Preprocessing preprocessing) => new(NetworkDescription.Parse("linear", [5], 2), 5) { Preprocessing = preprocessing };

    /// <summary>Two numbers and two columns of categories, one of which the first rows lack, with missing values from row 2 on.</summary>
    private static TabularData Table() => TabularData.Classification(
        [1 / 3f, 0, 1e20f, 0, -0.1f, 1, 1e20f, 2, float.NaN, 0, 3, float.NaN, 7, 2, 0, 1],
        [TabularColumn.Numeric("x"), TabularColumn.Categorical("c", ["red", "green", "blue"]), TabularColumn.Numeric("big"),
            TabularColumn.Categorical("d", ["u", "v", "w"])],
        [0, 1, 0, 1], ["yes", "no"]);
}
