using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace BotStudio.Tests.Support;

/// <summary>Finds the assembly that bUnit asks for and that is beside the tests without being one of their packages (see the project file).</summary>
internal static class BunitAssemblies
{
    [ModuleInitializer]
    internal static void Register() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == "AngleSharp.Diffing"
                ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"))
                : null;
}
