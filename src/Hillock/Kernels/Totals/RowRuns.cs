namespace Hillock.Kernels;

/// <summary>Work on one row of a matrix.</summary>
internal interface IRowBody
{
    /// <summary>Computes a row. Long ones may share their own work among threads.</summary>
    void Row(int index);
}

/// <summary>Runs over the rows of a matrix, several a thread.</summary>
internal static class RowRuns
{
    // About 20 us of work for a thread.
    private const int BlockElements = 1 << 15;

    // What a row takes beside its elements, in elements.
    private const int Overhead = 64;

    internal static void Run<TBody>(in TBody body, int rows, int length)
        where TBody : struct, IRowBody, allows ref struct
    {
        int each = Math.Max(1, BlockElements / (length + Overhead));
        if (rows > each && length < 4 * BlockElements)
        {
            Parallelism.For(Partition.Count(rows, each), new Body<TBody>(body, rows, each));
            return;
        }

        // Few rows, or rows that are worth a job each.
        TBody local = body;
        for (int i = 0; i < rows; i++)
        {
            local.Row(i);
        }
    }

    private readonly ref struct Body<TBody>(TBody body, int rows, int each) : IParallelBody
        where TBody : struct, IRowBody, allows ref struct
    {
        private readonly TBody _body = body;

        public void Invoke(int index)
        {
            for (int i = index * each; i < Partition.End(index * each, each, rows); i++)
            {
                _body.Row(i);
            }
        }
    }
}
