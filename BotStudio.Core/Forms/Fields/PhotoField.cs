using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;

namespace BotStudio.Core.Forms.Fields;

/// <summary>Asks for a picture, which is kept with the answers.</summary>
public sealed record PhotoField : FormField
{
    /// <summary>Telegram lets bots download files up to 20 MB (Bot API, getFile).</summary>
    public const int LargestMegabytes = 20;

    private const long BytesInMegabyte = 1024 * 1024;
    private const int MaxCaptionLength = 200;

    public int MaxMegabytes { get; init; } = LargestMegabytes;

    public override IReadOnlyList<ConditionOperator> Operators => OnlyWhetherAnswered;

    public override bool CanBeComparedWith(string value) => false;

    public override Reading Read(AskedQuestion asked, IncomingMessage message) =>
        message.Media is not { } media || !IsPicture(media) ? Reading.Unfit(asked.Text("forms.say.needs_photo"))
        : media.SizeBytes > MaxMegabytes * BytesInMegabyte ? Reading.Unfit(asked.Text("forms.say.photo_too_large", MaxMegabytes))
        : Fits(
            new Answer { Media = media, Value = OneLine.Of(message.Text, MaxCaptionLength) is { Length: > 0 } caption ? caption : null },
            message
        );

    public override string Written(Answer answer, string language, string defaultLanguage) =>
        answer.Value is { Length: > 0 } caption ? "🖼 " + caption : "🖼";

    /// <summary>Whoever wants to keep the quality sends a picture as a file.</summary>
    private static bool IsPicture(MessageMedia media) =>
        media.Kind == "photo"
        || (media.Kind == "document" && media.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true);

    protected override void CheckRules(DocumentCheck check, string place)
    {
        if (MaxMegabytes is < 1 or > LargestMegabytes)
        {
            check.Add("fields.size_range", place + "/maxMegabytes", LargestMegabytes);
        }

        if (IsUnique)
        {
            check.Add("fields.never_unique", place + "/isUnique");
        }
    }

    protected override void OutlineRules(DocumentOutline outline, string id, string name) =>
        outline.Value(id + "/maxMegabytes", "field_max_megabytes", DocumentOutline.Number(MaxMegabytes), name);
}
