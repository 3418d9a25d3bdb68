namespace Hillock.Tables;

/// <summary>Bytes are not what they are said to be; who knows where in which file they stand makes a message of it.</summary>
/// <param name="problem">What is wrong.</param>
internal sealed class DamagedDataException(string problem) : Exception(problem);
