namespace Hillock.Training;

/// <summary>Which pairs of rows the area below the ROC curve compares where there are more than two classes.</summary>
public enum MultiClassRoc
{
    /// <summary>Each class against all others together, by the class's own scores.</summary>
    OneVersusRest,

    /// <summary>Each class against each other one, among the rows of both: a change of the classes' frequencies leaves it as it is.</summary>
    OneVersusOne,
}
