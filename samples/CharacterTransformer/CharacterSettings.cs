namespace Hillock.Samples.CharacterTransformer;

/// <summary>What is trained, and how.</summary>
public sealed record CharacterSettings
{
    /// <summary>Enough for the small text that comes with the sample.</summary>
    public static readonly CharacterSettings Small = new() { Steps = 300, Context = 32, Width = 64, Layers = 2, BatchSize = 16, WarmUp = 30, ValidateEvery = 100 };

    public int Steps { get; init; } = 2000;

    /// <summary>The characters that the model sees.</summary>
    public int Context { get; init; } = 128;

    public int Width { get; init; } = 128;

    public int Layers { get; init; } = 4;

    public int Heads { get; init; } = 4;

    /// <summary>The probability with which a number is dropped in training.</summary>
    public double Dropout { get; init; }

    /// <summary>Windows a step.</summary>
    public int BatchSize { get; init; } = 24;

    public double LearningRate { get; init; } = 0.002;

    /// <summary>The steps in which the learning rate rises.</summary>
    public int WarmUp { get; init; } = 100;

    /// <summary>The weight decay of matrices; biases and normalisations have none.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The largest norm of all gradients together; 0 for no limit.</summary>
    public double Clip { get; init; } = 1;

    /// <summary>Whether characters are the same vectors at the input and at the output.</summary>
    public bool Tie { get; init; }

    /// <summary>The steps between two looks at the part of the text kept back.</summary>
    public int ValidateEvery { get; init; } = 250;

    /// <summary>When to end although steps are left.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.MaxValue;

    public ulong Seed { get; init; }
}
