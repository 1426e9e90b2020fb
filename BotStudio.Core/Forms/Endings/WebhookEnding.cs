using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Forms.Endings;

/// <summary>Sends the answers to an address of the owner's, signed, and again with growing pauses until it is taken.</summary>
public sealed record WebhookEnding : FormEnding
{
    public const int MaxUrlLength = 2048;

    /// <summary>An absolute https address.</summary>
    public string Url { get; init; } = "";

    public override void Check(DocumentCheck check, string place)
    {
        if (Url.Length > MaxUrlLength || !Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            check.Add("endings.bad_url", place + "/url");
        }
    }

    public override void Outline(DocumentOutline outline, string id)
    {
        outline.Item(id, "ending_webhook", "", Url);
        outline.Value(id + "/url", "ending_url", Url);
    }
}
