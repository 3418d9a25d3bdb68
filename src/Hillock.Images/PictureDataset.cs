using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Images;

/// <summary>The pictures of a folder with their classes, each read when it is asked for: <see cref="PictureFolder.AsDataset"/>.</summary>
internal sealed class PictureDataset(PictureFolder folder, PictureChannels channels, long maximumPixels) : IDataset<(Tensor Inputs, Tensor Targets)>
{
    public int Count => folder.Files.Count;

    public (Tensor Inputs, Tensor Targets) this[int index]
    {
        get
        {
            Tensor picture = folder.Read(index, channels, maximumPixels);
            return (picture, Tensor.From([(long)folder.Labels[index]], []));
        }
    }
}
