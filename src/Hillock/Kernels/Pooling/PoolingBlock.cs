namespace Hillock.Kernels;

/// <summary>What a thread does at a time: whole planes, or some rows of one.</summary>
/// <param name="First">The first plane.</param>
/// <param name="End">The plane behind the last.</param>
/// <param name="Row">The first row of each.</param>
/// <param name="EndRow">The row behind the last.</param>
internal readonly record struct PoolingBlock(int First, int End, int Row, int EndRow);
