namespace Hillock.Training;

/// <summary>What the counts of a confusion matrix are divided by.</summary>
public enum MatrixNormalization
{
    /// <summary>The rows of the target's class: the diagonal is the recall.</summary>
    Targets,

    /// <summary>The rows of the predicted class: the diagonal is the precision.</summary>
    Predictions,

    /// <summary>All rows: the entries are shares of the whole.</summary>
    All,
}
