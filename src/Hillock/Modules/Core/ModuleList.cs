using System.Globalization;

namespace Hillock.Modules;

/// <summary>Modules named 0, 1, 2 and so on, without a function of their own: PyTorch's <c>ModuleList</c>.</summary>
internal sealed class ModuleList : Module
{
    internal ModuleList(params ReadOnlySpan<Module> modules)
    {
        for (int i = 0; i < modules.Length; i++)
        {
            Register(i.ToString(CultureInfo.InvariantCulture), modules[i]);
        }
    }
}
