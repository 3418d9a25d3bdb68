using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>The tests that keep a processor busy in another process run when all others are done, whose timers they would delay.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class ChildProcessCollection
{
    public const string Name = "Child processes";
}
