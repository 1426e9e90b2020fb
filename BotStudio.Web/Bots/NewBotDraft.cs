using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Templates;

namespace BotStudio.Web.Bots;

/// <summary>What the new-bot dialog is being told, before there is a bot.</summary>
public sealed class NewBotDraft(string language, BotTemplate template)
{
    private readonly HashSet<string> alsoSpoken = [];

    public string Name { get; set; } = "";

    /// <summary>Code of the bot's default language.</summary>
    public string Language { get; set; } = language;

    public BotTemplate Template { get; set; } = template;

    /// <summary>False: the bot is only made, and tried in the simulator.</summary>
    public bool ConnectsTelegram { get; set; } = true;

    public string Token { get; set; } = "";

    public bool Speaks(string code) => code == Language || alsoSpoken.Contains(code);

    public void Speak(string code, bool isSpoken)
    {
        if (isSpoken)
        {
            alsoSpoken.Add(code);
        }
        else
        {
            alsoSpoken.Remove(code);
        }
    }

    /// <param name="nameless">What a bot is called that has no name yet.</param>
    public BotDocument ToDocument(string nameless) =>
        Template.Create(string.IsNullOrWhiteSpace(Name) ? nameless : Name.Trim(), Language, alsoSpoken);
}
