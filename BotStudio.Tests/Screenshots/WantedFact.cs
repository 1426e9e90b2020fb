namespace BotStudio.Tests.Screenshots;

/// <summary>What draws pictures into the repository: only for <c>./screenshots.sh</c>, which names what it wants.</summary>
public sealed class WantedFactAttribute : FactAttribute
{
    public const string Variable = "BOTSTUDIO_PICTURES";

    public WantedFactAttribute(string what)
    {
        var wanted = Environment.GetEnvironmentVariable(Variable) ?? "";
        if (wanted != "all" && wanted != what)
        {
            Skip = $"./screenshots.sh {what} draws them";
        }
    }
}
