namespace Hillock.Generators;

/// <summary>What the generator makes of one definition: texts alone, so that an edit elsewhere changes nothing here.</summary>
internal record struct Definition(string Name, string Function, string Method, string Row, Fault? Fault);
