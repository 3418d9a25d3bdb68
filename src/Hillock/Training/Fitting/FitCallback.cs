namespace Hillock.Training;

/// <summary>Is called while <see cref="Trainer"/> trains: derive from it what logs, saves, watches or stops training.</summary>
/// <remarks>
/// The callbacks of <see cref="FitOptions.Callbacks"/> are called in their order, on the thread that trains and between its steps, so that they may read the
/// network and the optimizer, predict and evaluate. An exception of a callback ends training and reaches the caller.
/// </remarks>
/// <example>
/// <code>
/// // Stops as soon as a step's loss is small enough.
/// sealed class GoodEnough(double loss) : FitCallback
/// {
///     public override void OnStepEnd(FitContext context)
///     {
///         if (context.Loss &lt; loss)
///         {
///             context.Stop();
///         }
///     }
/// }
/// </code>
/// </example>
public abstract class FitCallback
{
    /// <summary>Before the first step.</summary>
    /// <param name="context">Where training stands.</param>
    public virtual void OnFitBegin(FitContext context)
    {
    }

    /// <summary>Before the first step of each epoch, or of what is left of it.</summary>
    /// <param name="context">Where training stands.</param>
    public virtual void OnEpochBegin(FitContext context)
    {
    }

    /// <summary>After each step of the optimizer, whose gradients are still there.</summary>
    /// <param name="context">Where training stands.</param>
    public virtual void OnStepEnd(FitContext context)
    {
    }

    /// <summary>After each epoch that was finished, and after what was measured on held-out data.</summary>
    /// <param name="context">Where training stands: before the next epoch.</param>
    /// <param name="report">What the epoch came to.</param>
    public virtual void OnEpochEnd(FitContext context, EpochReport report)
    {
    }

    /// <summary>
    /// When training is over, with the parameters of the best epoch restored if there is a patience; also when it was cancelled, stopped or ended by an
    /// exception, after which parameters are as they are and a further exception is not heard.
    /// </summary>
    /// <param name="context">Where training stands.</param>
    public virtual void OnFitEnd(FitContext context)
    {
    }
}
