using BotStudio.Core.Conversations;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Puts files and places beside what an answer says.</summary>
internal static class CompiledAttachment
{
    /// <summary>Telegram's longest caption in characters; a longer text is a message of its own below the file.</summary>
    public const int MaxCaptionLength = 1024;

    public static MessageMedia Compile(Attachment attachment) =>
        attachment.Kind switch
        {
            AttachmentKind.Location => new MessageMedia("location")
            {
                Latitude = attachment.Latitude,
                Longitude = attachment.Longitude,
                Title = attachment.Name,
            },
            var kind => new MessageMedia(kind == AttachmentKind.Picture ? "photo" : "document")
            {
                FileId = attachment.FileId,
                Url = attachment.FileId is null ? attachment.Url : null,
                Name = attachment.Name,
            },
        };

    /// <summary>Each file is a message; the last one takes the first text as its caption when that is short enough.</summary>
    public static IReadOnlyList<OutgoingMessage> Add(IReadOnlyList<MessageMedia> media, IReadOnlyList<OutgoingMessage> said)
    {
        if (media.Count == 0)
        {
            return said;
        }

        var takesCaption = said is [{ Media: null } first, ..] && first.Text.Length <= MaxCaptionLength && media[^1].Kind != "location";
        var alone = takesCaption ? media.Take(media.Count - 1) : media;
        var replyTo = said.Count > 0 ? said[0].ReplyToExternalId : null;
        return
        [
            .. alone.Select(each => new OutgoingMessage
            {
                Text = "",
                Media = each,
                ReplyToExternalId = replyTo,
            }),
            .. takesCaption ? said.Skip(1).Prepend(said[0] with { Media = media[^1] }) : said,
        ];
    }
}
