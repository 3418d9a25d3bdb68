namespace Hillock.Kernels;

/// <summary>Packs the weights of a pass, a group at a time.</summary>
internal readonly unsafe struct ConvolutionPacking<T, TVector, TLanes>(ConvolutionPass<T> pass, in ConvolutionBlocks blocks, T* packed) : IParallelBody
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    private readonly ConvolutionBlocks _blocks = blocks;
    private readonly T* _packed = packed;

    public void Invoke(int index) => ConvolutionDriver<T, TVector, TLanes>.PackWeights(pass, in _blocks, index, _packed);
}
