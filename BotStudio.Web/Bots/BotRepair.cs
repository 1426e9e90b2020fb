namespace BotStudio.Web.Bots;

/// <summary>The click that leads out of a bot's problem.</summary>
/// <param name="TextKey">Key in BotsText.</param>
/// <param name="Href">Below the bot's address.</param>
public sealed record BotRepair(string TextKey, string Href)
{
    private static readonly BotRepair Connection = new("repair.connection", "/connection");
    private static readonly BotRepair Ai = new("repair.ai", "/prompt");
    private static readonly BotRepair Look = new("repair.look", "");

    /// <param name="code">Code of the problem; the part before the dot says whose it is.</param>
    public static BotRepair For(string code) =>
        code.Split('.')[0] switch
        {
            "telegram" => Connection,
            "ai" => Ai,
            _ => Look,
        };
}
