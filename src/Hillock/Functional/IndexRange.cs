namespace Hillock.Functional;

/// <summary>What messages say of the indices that are expected.</summary>
internal static class IndexRange
{
    /// <summary>For example <c>targets from 0 to 9</c>, or <c>no targets, as there are no classes</c>.</summary>
    /// <param name="indices">What the indices are called.</param>
    /// <param name="count">The number of things that they count.</param>
    /// <param name="things">What these are called.</param>
    internal static string Text(string indices, int count, string things) =>
        count > 0 ? FormattableString.Invariant($"{indices} from 0 to {count - 1}") : $"no {indices}, as there are no {things}";
}
