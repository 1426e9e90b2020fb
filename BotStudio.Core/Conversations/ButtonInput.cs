using System.Text;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Conversations;

/// <summary>A button as programs write it. A tap opens <c>url</c>, runs <c>command</c>, or writes <c>send</c> in the contact's name; with none of them, its caption.</summary>
/// <param name="Text">1 to 64 characters.</param>
/// <param name="Url">http, https or tg.</param>
/// <param name="Command">A command's name, with or without the slash.</param>
/// <param name="Send">At most 62 bytes of UTF-8.</param>
public sealed record ButtonInput(string Text, string? Url = null, string? Command = null, string? Send = null)
{
    /// <summary>Telegram keeps 64 bytes with a button.</summary>
    private const int MaxSentBytes = 64 - TapAsText.PrefixLength;

    /// <returns>Null for a button that no channel could show.</returns>
    internal OutgoingButton? ToOutgoing()
    {
        var caption = Text?.Trim() ?? "";
        if (caption.Length is 0 or > MenuButton.MaxTextLength || new[] { Url, Command, Send }.Count(action => action is not null) > 1)
        {
            return null;
        }

        if (Url is not null)
        {
            return
                Uri.TryCreate(Url, UriKind.Absolute, out var address)
                && address.Scheme is "http" or "https" or "tg"
                && Url.Length <= OutboundHttp.MaxUrlLength
                ? new OutgoingButton(caption) { Url = Url }
                : null;
        }

        var written = Command is not null ? "/" + Command.Trim().TrimStart('/') : Send?.Trim() ?? caption;
        return written.Length > 0 && written != "/" && Encoding.UTF8.GetByteCount(written) <= MaxSentBytes
            ? new OutgoingButton(caption) { Data = TapAsText.DataOf(written) }
            : null;
    }

    internal static Problem? ProblemIn(IReadOnlyList<IReadOnlyList<ButtonInput>> rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            for (var place = 0; place < rows[row].Count; place++)
            {
                if (rows[row][place].ToOutgoing() is null)
                {
                    return new Problem("conversations.bad_button").At($"/buttons/{row}/{place}");
                }
            }
        }

        return rows.Sum(row => row.Count) > ButtonRows.MaxButtons
            ? new Problem("conversations.too_many_buttons", ButtonRows.MaxButtons).At("/buttons")
            : null;
    }
}
