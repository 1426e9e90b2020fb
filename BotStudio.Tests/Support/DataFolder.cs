namespace BotStudio.Tests.Support;

/// <summary>Where products under test keep files; gone with the test process.</summary>
public static class DataFolder
{
    public static string Path { get; } = Make();

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("botstudio-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
