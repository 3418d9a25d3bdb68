using Hillock.Images;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Cli.Commands;

/// <summary>What is in a folder of pictures beside those that are read, and what may not be put there.</summary>
[Collection(ParallelismCollection.Name)]
public sealed class PictureFolderGuardTests : IDisposable
{
    private readonly Tool _tool = new();
    private readonly ThreadScope _threads = new(2);

    public PictureFolderGuardTests()
    {
        foreach (string folder in (string[])["a", "b"])
        {
            Directory.CreateDirectory(_tool.At($"pictures/{folder}"));
            for (int i = 0; i < 4; i++)
            {
                Picture.WritePng(_tool.At($"pictures/{folder}/{i}.png"), Tensor.From(Enumerable.Repeat((byte)(i + folder[0]), 64).ToArray(), [1, 8, 8]));
            }
        }
    }

    public void Dispose()
    {
        _threads.Dispose();
        _tool.Dispose();
    }

    [Fact]
    public async Task Commands_PicturesOfOtherFormats_AreCountedAndNamedOnce()
    {
        foreach (string name in (string[])["a/x.webp", "a/y.webp", "b/z.BMP", "b/.hidden.gif", "b/notes.txt"])
        {
            await File.WriteAllTextAsync(At($"pictures/{name}"), "x", TestContext.Current.CancellationToken);
        }

        string note = $"note {At("pictures")}: 3 pictures of other formats are passed over (2 .webp, 1 .bmp), such as a/x.webp; convert them to PNG or JPEG.";
        string trained = await Tool.SucceedAsync("train", At("pictures"), "--epochs", "1", "--output", At("run"));
        Assert.Equal(2, Words(trained).Split(Words(note)).Length);
        foreach (string command in (string[])["evaluate", "predict"])
        {
            (int exitCode, _, string error) = await Tool.RunAsync(command, At("run"), At("pictures"));
            Assert.Equal(0, exitCode);
            Assert.Equal(Words(note), Words(error));
        }

        Directory.CreateDirectory(At("none"));
        File.Copy(At("pictures/a/x.webp"), At("none/x.webp"));
        Assert.Contains(
            "1 picture of other formats is passed over (1 .webp), such as x.webp; convert it to PNG or JPEG.",
            await Tool.FailAsync(1, "predict", At("run"), At("none")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_OutputInThePicturesThroughALink_IsRefused()
    {
        Directory.CreateSymbolicLink(At("link"), At("pictures"));
        Directory.CreateDirectory(At("elsewhere"));
        File.Copy(At("pictures/a/0.png"), At("elsewhere/0.png"));
        Directory.CreateSymbolicLink(At("pictures/c"), At("elsewhere"));
        foreach ((string data, string output) in ((string, string)[])[("link", "pictures/run"), ("pictures", "link/a/run"), ("pictures", "elsewhere/run")])
        {
            Assert.Contains(
                "is in the folder of the pictures (DATA ", await Tool.FailAsync(1, "train", At(data), "--output", At(output)), StringComparison.Ordinal);
            Assert.False(Path.Exists(At(output)));
        }

        File.Delete(At("pictures/c"));
        Directory.CreateDirectory(At("test/a"));
        File.Copy(At("pictures/a/0.png"), At("test/a/0.png"));
        Assert.Contains(
            "(--test ", await Tool.FailAsync(1, "train", At("pictures"), "--test", At("test"), "--output", At("test/run")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compare")]
    [InlineData("diagnose")]
    [InlineData("data")]
    [InlineData("summary")]
    public async Task OtherCommands_Folder_NameTheOneForIt(string command)
    {
        string expected = $"{At("pictures")} is a folder; name a CSV file or IDX images, or for pictures in a folder for each class take hillock train " +
            $"{At("pictures")} ";
        Assert.StartsWith(expected + "--output RUN.", await Tool.FailAsync(1, command, At("pictures")), StringComparison.Ordinal);
    }

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private string At(string name) => _tool.At(name);
}
