using Hillock.Kernels;

namespace Hillock.Tests.Functional.Convolution;

/// <summary>The three sums of a convolution as they stand in the definition, in plain loops of float64.</summary>
internal static class PlainConvolution
{
    /// <summary>Calls back with the places of x, w and y of every product.</summary>
    public static void Visit(ConvolutionGeometry g, Action<int, int, int> visit)
    {
        for (int n = 0; n < g.Batch; n++)
        {
            for (int o = 0; o < g.OutputChannels; o++)
            {
                for (int c = 0; c < g.GroupInputs; c++)
                {
                    int channel = (o / g.GroupOutputs * g.GroupInputs) + c;
                    for (int p = 0; p < g.OutputVolume; p++)
                    {
                        for (int r = 0; r < g.KernelVolume; r++)
                        {
                            int z = Meet(g.Z, p / (g.Y.Output * g.X.Output), r / (g.Y.Kernel * g.X.Kernel));
                            int y = Meet(g.Y, p / g.X.Output % g.Y.Output, r / g.X.Kernel % g.Y.Kernel);
                            int x = Meet(g.X, p % g.X.Output, r % g.X.Kernel);
                            if (z >= 0 && y >= 0 && x >= 0)
                            {
                                int place = (((z * g.Y.Input) + y) * g.X.Input) + x;
                                visit(
                                    (((n * g.InputChannels) + channel) * g.InputVolume) + place, (((o * g.GroupInputs) + c) * g.KernelVolume) + r,
                                    (((n * g.OutputChannels) + o) * g.OutputVolume) + p);
                            }
                        }
                    }
                }
            }
        }
    }

    private static int Meet(ConvolutionAxis axis, int place, int element)
    {
        int input = (place * axis.Stride) - axis.Padding + (element * axis.Dilation);
        return input < axis.Input ? input : -1;
    }
}
