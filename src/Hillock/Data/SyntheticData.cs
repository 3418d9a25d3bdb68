using System.Globalization;
using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>Small classification problems made from a seed, without any file.</summary>
/// <remarks>
/// Row <c>i</c> belongs to class <c>i mod classes</c> and depends on the seed and on <c>i</c> alone: a larger table of the
/// same seed starts with the rows of a smaller one. The bits are the same on every machine. Positions are uniform at random
/// along the shape; <c>noise</c> is the standard deviation of a normal error added to every coordinate.
/// </remarks>
public static class SyntheticData
{
    private const uint SpiralsId = 1, MoonsId = 2, CirclesId = 3, BlobsId = 4, XorId = 5;

    /// <summary>
    /// Interleaved spiral arms around the origin, one class an arm: radius <c>t</c> at angle <c>2π·(turns·t + arm/arms)</c>, <c>t</c> uniform in [0, 1).
    /// </summary>
    /// <param name="samples">The number of rows, at least one an arm.</param>
    /// <param name="noise">Standard deviation of the error of both coordinates; the outer radius is 1.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="arms">The number of arms, at least 2.</param>
    /// <param name="turns">How often an arm winds around the origin; the larger, the harder.</param>
    /// <returns>Two features, <paramref name="arms"/> classes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too few samples or arms, or a noise or number of turns that is negative or not finite.</exception>
    public static TabularData Spirals(int samples = 600, double noise = 0.02, ulong seed = 0, int arms = 3, double turns = 0.75)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 2);
        RequireFinite(turns, nameof(turns));
        return Generate(
            samples, 2, arms, noise, seed, SpiralsId, Describe($"spirals, {arms} arms, {turns} turns", samples, noise, seed),
            (arm, random, point) =>
            {
                double radius = random(0);
                double halfTurns = 2 * (turns * radius + (double)arm / arms);
                point[0] = radius * PortableMath.CosPi(halfTurns);
                point[1] = radius * PortableMath.SinPi(halfTurns);
            });
    }

    /// <summary>Two interleaving half circles of radius 1, the shape of scikit-learn's <c>make_moons</c>.</summary>
    /// <param name="samples">The number of rows, at least 2.</param>
    /// <param name="noise">Standard deviation of the error of both coordinates.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>Two features, two classes: the upper half circle around (0, 0), the lower one around (1, ½).</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too few samples, or a noise that is negative or not finite.</exception>
    public static TabularData Moons(int samples = 400, double noise = 0.1, ulong seed = 0) =>
        Generate(
            samples, 2, 2, noise, seed, MoonsId, Describe($"moons", samples, noise, seed),
            (moon, random, point) =>
            {
                double t = random(0);
                point[0] = moon == 0 ? PortableMath.CosPi(t) : 1 - PortableMath.CosPi(t);
                point[1] = moon == 0 ? PortableMath.SinPi(t) : 0.5 - PortableMath.SinPi(t);
            });

    /// <summary>Two circles around the origin, the outer of radius 1, the shape of scikit-learn's <c>make_circles</c>.</summary>
    /// <param name="samples">The number of rows, at least 2.</param>
    /// <param name="noise">Standard deviation of the error of both coordinates.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="factor">The radius of the inner circle, in (0, 1).</param>
    /// <returns>Two features, two classes: the outer circle, the inner circle.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too few samples, a factor outside (0, 1), or a noise that is negative or not finite.</exception>
    public static TabularData Circles(int samples = 400, double noise = 0.08, ulong seed = 0, double factor = 0.5)
    {
        if (!(factor > 0 && factor < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The inner radius must lie between 0 and 1, both excluded.");
        }

        return Generate(
            samples, 2, 2, noise, seed, CirclesId, Describe($"circles, factor {factor}", samples, noise, seed),
            (circle, random, point) =>
            {
                double angle = 2 * random(0);
                double radius = circle == 0 ? 1 : factor;
                point[0] = radius * PortableMath.CosPi(angle);
                point[1] = radius * PortableMath.SinPi(angle);
            });
    }

    /// <summary>Normal clouds around centres that are uniform in [−10, 10) in every coordinate, as scikit-learn's <c>make_blobs</c>.</summary>
    /// <param name="samples">The number of rows, at least one a centre.</param>
    /// <param name="noise">Standard deviation of a cloud in every coordinate.</param>
    /// <param name="seed">The seed; it sets the centres too.</param>
    /// <param name="centers">The number of clouds, at least 2, one class each.</param>
    /// <param name="features">The number of coordinates, at least 1.</param>
    /// <returns><paramref name="features"/> features, <paramref name="centers"/> classes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too few samples, centres or features, or a noise that is negative or not finite.</exception>
    public static TabularData Blobs(int samples = 400, double noise = 1, ulong seed = 0, int centers = 3, int features = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(centers, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        // The centres come from the far end of the position stream, which no sample reaches.
        Philox positions = new(seed, RandomStreams.Position + BlobsId);
        return Generate(
            samples, features, centers, noise, seed, BlobsId,
            Describe($"blobs, {centers} centers, {features} features", samples, noise, seed),
            (center, _, point) =>
            {
                for (int j = 0; j < point.Length; j++)
                {
                    point[j] = 20 * positions.UniformDouble((1UL << 62) + (ulong)center * (ulong)point.Length + (ulong)j) - 10;
                }
            });
    }

    /// <summary>Exclusive or: points uniform in the square [−1, 1)², class 1 where the two coordinates differ in sign.</summary>
    /// <param name="samples">The number of rows, at least 2.</param>
    /// <param name="noise">Standard deviation of the error added to both coordinates after the class is decided.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>Two features, two classes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too few samples, or a noise that is negative or not finite.</exception>
    public static TabularData Xor(int samples = 400, double noise = 0.05, ulong seed = 0) =>
        Generate(
            samples, 2, 2, noise, seed, XorId, Describe($"xor", samples, noise, seed),
            (different, random, point) =>
            {
                double x = 2 * random(0) - 1;
                double y = random(1);
                point[0] = x;
                point[1] = x < 0 == (different == 1) ? y : -y;
            });

    private delegate void PlacePoint(int label, Func<int, double> uniform, Span<double> point);

    private static TabularData Generate(
        int samples, int dimensions, int classes, double noise, ulong seed, uint id, string provenance, PlacePoint place)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, classes);
        RequireFinite(noise, nameof(noise));
        Philox positions = new(seed, RandomStreams.Position + id);
        Philox errors = new(seed, RandomStreams.Noise + id);
        float[] features = new float[checked(samples * dimensions)];
        int[] labels = new int[samples];
        double[] point = new double[dimensions];
        for (int i = 0; i < samples; i++)
        {
            int row = i;
            labels[i] = i % classes;
            place(labels[i], draw => positions.UniformDouble((ulong)row * 2 + (ulong)draw), point);
            for (int j = 0; j < dimensions; j++)
            {
                features[i * dimensions + j] = (float)(point[j] + noise * errors.Normal((ulong)i * (ulong)dimensions + (ulong)j));
            }
        }

        string[] names = new string[classes];
        for (int c = 0; c < classes; c++)
        {
            names[c] = c.ToString(CultureInfo.InvariantCulture);
        }

        return TabularData.Classification(features, TabularColumn.Numbered(dimensions), labels, names, "class", provenance);
    }

    private static void RequireFinite(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Expected a finite number, at least 0.");
        }
    }

    private static string Describe(FormattableString shape, int samples, double noise, ulong seed) =>
        FormattableString.Invariant($"generated: {FormattableString.Invariant(shape)}, {samples} samples, noise {noise}, seed {seed}");
}
