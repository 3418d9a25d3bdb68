using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>
/// A map of the plane from places of the result to places of the picture: <c>x = A·X + B·Y + C</c>, <c>y = D·X + E·Y + F</c>, both counted from the picture's
/// middle, to the right and downwards.
/// </summary>
internal readonly record struct Warp(double A, double B, double C, double D, double E, double F)
{
    /// <summary>The inverse of: shear, scale, turn by an angle clockwise about the centre, and move. Source: torchvision's <c>affine</c>.</summary>
    /// <param name="angle">The angle in degrees, clockwise as y goes down.</param>
    /// <param name="translate">By how many pixels to move, to the right and down.</param>
    /// <param name="scale">By what to multiply lengths.</param>
    /// <param name="shear">The angles of the shear in degrees.</param>
    /// <param name="center">The centre, from the picture's middle.</param>
    internal static Warp Inverse(double angle, (double X, double Y) translate, double scale, (double X, double Y) shear, (double X, double Y) center)
    {
        double turn = angle / 180, sx = shear.X / 180, sy = shear.Y / 180;
        double tangent = PortableMath.SinPi(sx) / PortableMath.CosPi(sx), cosine = PortableMath.CosPi(sy);

        // Turn and shear together, [a, b; c, d], of determinant 1.
        double a = PortableMath.CosPi(turn - sy) / cosine, c = PortableMath.SinPi(turn - sy) / cosine;
        double b = -(a * tangent) - PortableMath.SinPi(turn), d = -(c * tangent) + PortableMath.CosPi(turn);
        (double x, double y) = (-center.X - translate.X, -center.Y - translate.Y);
        return new Warp(
            d / scale, -b / scale, (((d * x) - (b * y)) / scale) + center.X, -c / scale, a / scale, (((-c * x) + (a * y)) / scale) + center.Y);
    }

    /// <summary>The picture under the map; places outside it are filled.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="height">The height of the result, whose middle lies upon the picture's.</param>
    /// <param name="width">Its width.</param>
    /// <param name="mode">How pixels are found.</param>
    /// <param name="fill">What stands outside.</param>
    internal Tensor Apply(Tensor picture, int height, int width, WarpMode mode, double fill)
    {
        int ownHeight = Pictures.Height(picture), ownWidth = Pictures.Width(picture);
        int places = height * width, taps = mode == WarpMode.Nearest ? 1 : 4;
        long[][] from = new long[taps][];
        double[][] weights = new double[taps][];
        for (int k = 0; k < taps; k++)
        {
            (from[k], weights[k]) = (new long[places], new double[places]);
        }

        for (int i = 0; i < places; i++)
        {
            double right = (i % width) + 0.5 - (width / 2.0), down = (i / width) + 0.5 - (height / 2.0);
            double x = (A * right) + (B * down) + C + (ownWidth / 2.0), y = (D * right) + (E * down) + F + (ownHeight / 2.0);

            // Nearest: the pixel whose square holds the place. Bilinear: between the centres before and after it.
            double shift = taps == 1 ? 0 : 0.5;
            double left = Math.Floor(x - shift), top = Math.Floor(y - shift);
            double across = taps == 1 ? 0 : x - shift - left, along = taps == 1 ? 0 : y - shift - top;
            for (int k = 0; k < taps; k++)
            {
                double column = left + (k % 2), row = top + (k / 2);
                if (column >= 0 && column < ownWidth && row >= 0 && row < ownHeight)
                {
                    from[k][i] = ((long)row * ownWidth) + (long)column;
                    weights[k][i] = (k % 2 == 0 ? 1 - across : across) * (k / 2 == 0 ? 1 - along : along);
                }
            }
        }

        Shape shape = picture.Rank == 2 ? [height, width] : [picture.Shape[0], height, width];
        Tensor result = taps == 1 ? Copy(picture, from[0], weights[0], fill) : Blend(picture, from, weights, fill);
        return Functional.F.Reshape(result, shape);
    }

    private static Tensor Copy(Tensor picture, long[] from, double[] weights, double fill)
    {
        Tensor pixels = Flat(picture);
        Tensor isInside = Tensor.From(Array.ConvertAll(weights, weight => weight > 0));
        return Functional.F.Where(
            isInside, Functional.F.IndexSelect(pixels, pixels.Rank - 1, Tensor.From(from)), Tensor.Scalar(fill, picture.DataType));
    }

    private static Tensor Blend(Tensor picture, long[][] from, double[][] weights, double fill)
    {
        Tensor pixels = Flat(Pictures.Wide(picture));
        Tensor? sum = null;
        double[] outside = new double[from[0].Length];
        Array.Fill(outside, 1);
        for (int k = 0; k < from.Length; k++)
        {
            Tensor taken = Functional.F.IndexSelect(pixels, pixels.Rank - 1, Tensor.From(from[k]));

            // A pixel without weight does not count, not even if it is infinite.
            Tensor weighed = Functional.F.Where(Tensor.From(Array.ConvertAll(weights[k], weight => weight > 0)), taken, 0)
                * Tensor.From(weights[k]).To(pixels.DataType);
            sum = sum is null ? weighed : sum + weighed;
            for (int i = 0; i < outside.Length; i++)
            {
                outside[i] -= weights[k][i];
            }
        }

        Tensor border = Tensor.From(Array.ConvertAll(outside, weight => fill * weight)).To(pixels.DataType);
        return Pictures.Narrow(sum! + border, picture.DataType, rounds: true);
    }

    private static Tensor Flat(Tensor picture) => picture.Rank == 2 ? picture.Flatten() : picture.Flatten(1);
}
