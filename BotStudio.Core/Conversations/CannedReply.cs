using BotStudio.Core.Bots;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Conversations;

/// <summary>A text that people of the account send again and again. Typing <c>/</c> and its shortcut brings it up.</summary>
public sealed class CannedReply : IBelongsToAccount
{
    public const int MaxShortcutLength = 32;
    public const int MaxTextLength = 4000;

    /// <summary>More would be no help to anybody who looks for one.</summary>
    public const int MaxOfBot = 200;

    private CannedReply() { }

    public CannedReply(Guid accountId, Guid botId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        BotId = botId;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>1 to 32 letters, digits, - or _; unique within the bot, in any case.</summary>
    public string Shortcut { get; private set; } = "";

    public string Text { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <returns><c>canned.bad_shortcut</c>, <c>canned.no_text</c> or <c>canned.text_too_long</c>, and then nothing has changed.</returns>
    public Problem? Change(string shortcut, string text)
    {
        shortcut = shortcut.Trim().TrimStart('/').ToLowerInvariant();
        text = StoredText.Clean(text.Trim());
        if (shortcut.Length is 0 or > MaxShortcutLength || !shortcut.All(c => char.IsLetterOrDigit(c) || c is '-' or '_'))
        {
            return new Problem("canned.bad_shortcut", MaxShortcutLength).At("/shortcut");
        }

        if (text.Length == 0)
        {
            return new Problem("canned.no_text").At("/text");
        }

        if (text.Length > MaxTextLength)
        {
            return new Problem("canned.text_too_long", MaxTextLength).At("/text");
        }

        (Shortcut, Text) = (shortcut, text);
        return null;
    }
}

internal sealed class CannedReplyMapping : IEntityTypeConfiguration<CannedReply>
{
    public void Configure(EntityTypeBuilder<CannedReply> reply)
    {
        reply.ToTable("canned_replies");
        reply.Property(r => r.Id).ValueGeneratedNever();
        reply.Property(r => r.Shortcut).HasMaxLength(CannedReply.MaxShortcutLength);
        reply.Property(r => r.Text).HasMaxLength(CannedReply.MaxTextLength);
        reply.HasIndex(r => new { r.BotId, r.Shortcut }).IsUnique();
        reply.HasOne<Bot>().WithMany().HasForeignKey(r => r.BotId);
    }
}
