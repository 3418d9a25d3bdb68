namespace Hillock.Kernels;

/// <summary>The register tiles of a weight's gradient in one strip.</summary>
internal static unsafe class ConvolutionWeightTiles<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    /// <summary>The most rows of a tile.</summary>
    internal static int TileRows => TLanes.TileRows;

    /// <summary>The vectors of the next tile of so many: of four, two tiles of two do better than one of three and one of one.</summary>
    internal static int Vectors(int left) => left == 4 ? 2 : Math.Min(left, TLanes.TileVectors);

    /// <summary>Adds what a strip has to <paramref name="rows"/> rows of as many vectors as a tile has.</summary>
    internal static void Run<TGrouped>(
        int vectors, T* x, nint* table, int rows, T* b, T* c, int lines, int width, int skip, bool resume)
        where TGrouped : struct, ICount
    {
        // Tiles of even heights: one of a single row would wait for its own chain.
        int tiles = Partition.Count(rows, TileRows);
        int row = 0;
        for (int tile = 1; tile <= tiles; tile++)
        {
            int end = (int)((long)rows * tile / tiles);
            T* sums = c + ((nint)row * vectors * TLanes.Count);
            switch (vectors)
            {
                case 1:
                    Tile<Count1, TGrouped>(end - row, x, table + row, b, sums, lines, width, skip, resume);
                    break;
                case 2:
                    Tile<Count2, TGrouped>(end - row, x, table + row, b, sums, lines, width, skip, resume);
                    break;
                default:
                    Tile<Count3, TGrouped>(end - row, x, table + row, b, sums, lines, width, skip, resume);
                    break;
            }

            row = end;
        }
    }

    private static void Tile<TVectors, TGrouped>(int rows, T* x, nint* table, T* b, T* c, nint lines, nint width, nint skip, bool resume)
        where TVectors : struct, ICount
        where TGrouped : struct, ICount
    {
        switch (rows)
        {
            case 1:
                ConvolutionWeightKernel<T, TVector, TLanes>.Run<Count1, TVectors, TGrouped>(x, table, b, c, lines, width, skip, resume);
                break;
            case 2:
                ConvolutionWeightKernel<T, TVector, TLanes>.Run<Count2, TVectors, TGrouped>(x, table, b, c, lines, width, skip, resume);
                break;
            case 3:
                ConvolutionWeightKernel<T, TVector, TLanes>.Run<Count3, TVectors, TGrouped>(x, table, b, c, lines, width, skip, resume);
                break;
            case 4:
                ConvolutionWeightKernel<T, TVector, TLanes>.Run<Count4, TVectors, TGrouped>(x, table, b, c, lines, width, skip, resume);
                break;
            case 5:
                ConvolutionWeightKernel<T, TVector, TLanes>.Run<Count5, TVectors, TGrouped>(x, table, b, c, lines, width, skip, resume);
                break;
            case 6:
                ConvolutionWeightKernel<T, TVector, TLanes>.Run<Count6, TVectors, TGrouped>(x, table, b, c, lines, width, skip, resume);
                break;
            case 7:
                ConvolutionWeightKernel<T, TVector, TLanes>.Run<Count7, TVectors, TGrouped>(x, table, b, c, lines, width, skip, resume);
                break;
            default:
                ConvolutionWeightKernel<T, TVector, TLanes>.Run<Count8, TVectors, TGrouped>(x, table, b, c, lines, width, skip, resume);
                break;
        }
    }
}
