namespace BotStudio.Tests.Support;

/// <summary>Files of the repository that tests read as they stand.</summary>
public static class Checkout
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    /// <param name="relative">From the repository's root, with forward slashes.</param>
    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>Every file below a folder with one of these extensions that is not a build product.</summary>
    public static IEnumerable<SourceFile> Sources(string folder, params string[] extensions) =>
        Directory
            .EnumerateFiles(Path(folder), "*", SearchOption.AllDirectories)
            .Where(path => extensions.Contains(System.IO.Path.GetExtension(path)))
            .Select(path => System.IO.Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Select(path => new SourceFile(path, File.ReadAllText(Path(path))));

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "BotStudio.sln")) ? folder : Find(System.IO.Path.GetDirectoryName(folder)!);
}

/// <param name="Path">From the repository's root, with forward slashes.</param>
public sealed record SourceFile(string Path, string Text);
