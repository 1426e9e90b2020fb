namespace BotStudio.Tests.Support;

/// <summary>Files of the repository that tests read as they stand.</summary>
public static class Checkout
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    /// <param name="relative">From the repository's root, with forward slashes.</param>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "BotStudio.sln")) ? folder : Find(System.IO.Path.GetDirectoryName(folder)!);
}
