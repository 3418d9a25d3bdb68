using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Laws;

/// <summary>Every function on tensors against values of 50 digits, in four types: results, gradients, and gradients of gradients.</summary>
[Trait("Speed", "slow")]
public class TensorLaws
{
    private static readonly DataType[] Types = [DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16];

    public static TheoryData<string, DataType> Subjects
    {
        get
        {
            TheoryData<string, DataType> all = [];
            foreach (string file in LawCase.Files)
            {
                foreach (DataType type in Types)
                {
                    all.Add(file, type);
                }
            }

            return all;
        }
    }

    internal static IEnumerable<LawCase> Cases(string file, DataType type) => LawCase.Load(file).Where(one => one.Type == type);

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Value_IsTheOracles(string file, DataType type) => Check(file, type, static (faults, one, function) => faults.Value(one, function));

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Gradients_FirstAndSecond_AreTheOracles(string file, DataType type) =>
        Check(file, type, static (faults, one, function) => faults.Gradients(one, function));

    private static void Check(string file, DataType type, Action<Faults, LawCase, TensorFunction> compare)
    {
        Faults faults = new();
        foreach (LawCase one in Cases(file, type))
        {
            compare(faults, one, TensorFunctions.All[one.Call]);
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{faults}");
    }
}
