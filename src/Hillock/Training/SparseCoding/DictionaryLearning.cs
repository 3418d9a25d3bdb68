using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Training.SparseCoding;

/// <summary>Learns a dictionary: minimises <c>½‖X − ZD‖² + λ‖Z‖₁</c> over codes <c>Z</c> and atoms <c>D</c> of length 1, in turn.</summary>
/// <remarks>
/// <para>
/// With codes fixed, each atom in turn is set to the best of length 1, the others fixed: the direction of
/// <c>Σᵢ zᵢⱼ·(what the other atoms leave of signal i)</c>. No round can raise the objective but by rounding and by coding that stops early. The problem is not
/// convex: another seed may end elsewhere.
/// </para>
/// <para>
/// An atom that no signal uses gets no direction; it becomes the signal that the others explain worst. The result depends on signals, options and seed
/// alone. Sources: Olshausen and Field, "Emergence of simple-cell receptive field properties by learning a sparse code for natural images" (1996); Mairal,
/// Bach, Ponce, Sapiro, "Online dictionary learning for sparse coding" (2009), algorithm 2.
/// </para>
/// </remarks>
public static class DictionaryLearning
{
    // "Atom" in the upper half keeps apart from the streams that other parts use of the same seed.
    private const ulong Stream = 0x41746F6D_00000000;

    // Two signals nearer than this in direction make one atom.
    private const double Parallel = 0.9999;

    /// <summary>Learns a dictionary.</summary>
    /// <param name="signals">The signals, <c>[rows, features]</c>, Float32 or Float64; not all 0.</param>
    /// <param name="options">How to learn.</param>
    /// <param name="progress">Is told of each round, or null.</param>
    /// <param name="cancellationToken">Ends learning after the current iteration of coding; what was learned so far is returned.</param>
    /// <exception cref="ArgumentException">A shape or type does not fit, an element is not finite, or all are 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static LearnedAtoms Fit(
        Tensor signals, DictionaryOptions? options = null, IProgress<DictionaryProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new DictionaryOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Atoms, 1, nameof(options.Atoms));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 1, nameof(options.Rounds));
        ArgumentNullException.ThrowIfNull(options.Coding, nameof(options.Coding));
        options.Coding.Check();
        SparseCoder.CheckMatrix(signals, nameof(signals));
        using GradientScope off = Gradients.Disabled();
        Tensor x = signals.Detach().To(DataType.Float64).Contiguous();
        double[][] atoms = Start(Rows(x), options);
        List<double> objectives = [];
        SparseCode code = Code(options.Coding.Initial);
        for (int round = 1; round <= options.Rounds && !cancellationToken.IsCancellationRequested; round++)
        {
            Tensor codes = code.Codes.To(DataType.Float64);
            double sparsity = 1 - (Reduce.Sum<IsNotZero, double>(default, codes.Span<double>()) / codes.Length);
            int replaced = Improve(atoms, codes, x);
            progress?.Report(new DictionaryProgress(round, options.Rounds, objectives[^1], sparsity, replaced));
            code = Code(code.Codes);
        }

        return new LearnedAtoms(Dictionary(), code, objectives);

        Tensor Dictionary() => Tensor.From(atoms).To(signals.DataType);

        SparseCode Code(Tensor? initial)
        {
            SparseCode result = SparseCoder.Encode(Dictionary(), signals, options.Coding with { Initial = initial }, progress: null, cancellationToken);
            objectives.Add(result.Objectives[^1]);
            return result;
        }
    }

    /// <summary>Signals in random order, each of another direction, and random directions where they run out.</summary>
    private static double[][] Start(double[][] signals, DictionaryOptions options)
    {
        Philox random = new Philox(options.Seed, Stream);
        List<double[]> atoms = [];
        foreach (int row in random.Permutation(signals.Length))
        {
            double[] candidate = [.. signals[row]];
            if (Normalize(candidate) && !atoms.Exists(atom => Math.Abs(Dot(atom, candidate)) > Parallel))
            {
                atoms.Add(candidate);
            }

            if (atoms.Count == options.Atoms)
            {
                return [.. atoms];
            }
        }

        if (atoms.Count == 0)
        {
            throw new ArgumentException("A dictionary expects signals that are not all 0; there is nothing to learn from these.", nameof(signals));
        }

        Philox normal = random.WithStream(Stream + 1);
        for (ulong draw = 0; atoms.Count < options.Atoms;)
        {
            double[] candidate = new double[signals[0].Length];
            for (int i = 0; i < candidate.Length; i++)
            {
                candidate[i] = normal.Normal(draw++);
            }

            Normalize(candidate);
            atoms.Add(candidate);
        }

        return [.. atoms];
    }

    private static int Improve(double[][] atoms, Tensor codes, Tensor x)
    {
        double[] among = F.MatMul(codes.Transpose(), codes).ToArray<double>(), with = F.MatMul(codes.Transpose(), x).ToArray<double>();
        int features = x.Shape[1];
        List<int> unused = [];
        for (int j = 0; j < atoms.Length; j++)
        {
            ReadOnlySpan<double> weights = among.AsSpan(j * atoms.Length, atoms.Length);
            if (weights[j] == 0)
            {
                unused.Add(j);
                continue;
            }

            double[] direction = with.AsSpan(j * features, features).ToArray();
            for (int k = 0; k < atoms.Length; k++)
            {
                if (k != j && weights[k] != 0)
                {
                    Zip.Apply<ScaledAddFunction, double>(new ScaledAddFunction(-weights[k]), direction, atoms[k], direction);
                }
            }

            if (Normalize(direction))
            {
                atoms[j] = direction;
            }
        }

        return unused.Count == 0 ? 0 : Replace(atoms, unused, codes, x);
    }

    private static int Replace(double[][] atoms, List<int> unused, Tensor codes, Tensor x)
    {
        Tensor residual = F.Subtract(x, F.MatMul(codes, Tensor.From(atoms)));
        double[] errors = F.Sum(F.Square(residual), 1).ToArray<double>();
        int[] worst = [.. Enumerable.Range(0, errors.Length).OrderByDescending(row => errors[row])];
        double[][] rows = Rows(x);
        int next = 0, replaced = 0;
        foreach (int atom in unused)
        {
            for (; next < worst.Length && errors[worst[next]] > 0; next++)
            {
                double[] candidate = [.. rows[worst[next]]];
                if (Normalize(candidate) && !atoms.Any(other => Math.Abs(Dot(other, candidate)) > Parallel))
                {
                    atoms[atom] = candidate;
                    replaced++;
                    next++;
                    break;
                }
            }
        }

        return replaced;
    }

    private static double[][] Rows(Tensor x)
    {
        double[] values = x.ToArray<double>();
        return [.. values.Chunk(x.Shape[1])];
    }

    private static bool Normalize(double[] vector)
    {
        double norm = Math.Sqrt(2 * Reduce.Sum<HalfSquare, double>(default, vector));
        if (!(norm > 0))
        {
            return false;
        }

        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] /= norm;
        }

        return true;
    }

    private static double Dot(double[] a, double[] b) => PairSum.Sum<MultiplyFunction, double>(default, a, b);
}
