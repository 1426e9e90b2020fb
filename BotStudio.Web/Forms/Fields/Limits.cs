namespace BotStudio.Web.Forms.Fields;

/// <summary>Whole numbers out of an input that may hold any.</summary>
public static class Limits
{
    /// <summary>Kept within what the member can hold; the document's own check says what it may be.</summary>
    public static int? AsInt(this decimal? number) => number is { } value ? (int)Math.Clamp(value, int.MinValue, int.MaxValue) : null;
}
