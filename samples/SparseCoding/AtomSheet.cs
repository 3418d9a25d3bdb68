using Hillock.Training.SparseCoding;

namespace SparseCoding;

/// <summary>All atoms side by side, the most used first: grey is 0, white and black the largest magnitude of each atom.</summary>
internal static class AtomSheet
{
    private const int Zoom = 3, Gap = 3;

    /// <summary>Draws the atoms.</summary>
    /// <param name="learned">The atoms and codes.</param>
    /// <param name="side">The height and width of an atom.</param>
    public static GrayPicture Of(LearnedAtoms learned, int side)
    {
        (int count, int columns) = (learned.Atoms.Shape[0], (int)Math.Ceiling(Math.Sqrt(learned.Atoms.Shape[0])));
        int rows = (count + columns - 1) / columns, step = (side * Zoom) + Gap;
        float[] atoms = learned.Atoms.ToArray<float>(), codes = learned.Code.Codes.ToArray<float>();
        double[] weights = new double[count];
        for (int i = 0; i < codes.Length; i++)
        {
            weights[i % count] += Math.Abs(codes[i]);
        }

        int[] order = [.. Enumerable.Range(0, count).OrderByDescending(atom => weights[atom])];
        GrayPicture picture = new((columns * step) + Gap, (rows * step) + Gap, background: 255);
        for (int place = 0; place < count; place++)
        {
            ReadOnlySpan<float> atom = atoms.AsSpan(order[place] * side * side, side * side);
            float largest = 0;
            foreach (float value in atom)
            {
                largest = Math.Abs(value) > Math.Abs(largest) ? value : largest;
            }

            // An atom and its negative are the same: the strongest pixel is white.
            for (int y = 0; y < side * Zoom; y++)
            {
                for (int x = 0; x < side * Zoom; x++)
                {
                    float value = atom[(y / Zoom * side) + (x / Zoom)] / largest;
                    picture[(place % columns * step) + Gap + x, (place / columns * step) + Gap + y] = (byte)Math.Round(127.5 + (127.5 * value));
                }
            }
        }

        return picture;
    }
}
