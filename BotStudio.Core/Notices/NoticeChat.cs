using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Notices;

/// <summary>
/// A chat in which people of the account hear of their bot: of its problems, of filled forms. Connected by somebody who sent a code from the
/// dashboard to the bot there.
/// </summary>
public sealed class NoticeChat : IBelongsToAccount
{
    public const int MaxTitleLength = 128;

    private NoticeChat() { }

    public NoticeChat(
        Guid accountId,
        Guid botId,
        Guid conversationId,
        string title,
        string language,
        bool hearsProblems,
        DateTimeOffset now,
        bool hearsLeads = false,
        Guid? connectedBy = null
    )
    {
        Id = Guid.CreateVersion7(now);
        AccountId = accountId;
        BotId = botId;
        ConversationId = conversationId;
        Title = StoredText.Cut(StoredText.Clean(title), MaxTitleLength);
        Language = language;
        HearsProblems = hearsProblems;
        HearsLeads = hearsLeads;
        ConnectedById = connectedBy;
        ConnectedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>The chat, whatever its number becomes when a group grows.</summary>
    public Guid ConversationId { get; private set; }

    /// <summary>As its list shows it: the person, or the group.</summary>
    public string Title { get; private set; } = "";

    /// <summary>In which notices are said, a code of <see cref="Localization.Languages"/>.</summary>
    public string Language { get; private set; } = "";

    /// <summary>Also what is wrong with the bot, not only what features send here.</summary>
    public bool HearsProblems { get; private set; }

    /// <summary>Also each new lead, with the contact's details.</summary>
    public bool HearsLeads { get; private set; }

    /// <summary>The user who made the code; a private chat is theirs. Null when nobody knows, or when the user is gone.</summary>
    public Guid? ConnectedById { get; private set; }

    public DateTimeOffset ConnectedAt { get; private set; }

    public void Change(bool hearsProblems, bool hearsLeads) => (HearsProblems, HearsLeads) = (hearsProblems, hearsLeads);
}

/// <summary>A code that is shown in the dashboard until somebody sends it to the bot. Good once, for <see cref="Lifetime"/>.</summary>
public sealed class NoticeCode : IBelongsToAccount
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private NoticeCode() { }

    public NoticeCode(Guid accountId, Guid botId, string code, string language, Guid? madeBy, DateTimeOffset now)
    {
        AccountId = accountId;
        BotId = botId;
        Code = code;
        Language = language;
        MadeById = madeBy;
        ExpiresAt = now + Lifetime;
    }

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    public string Code { get; private set; } = "";

    /// <summary>Of whoever made it, for the chat's notices.</summary>
    public string Language { get; private set; } = "";

    /// <summary>The user; null for a program.</summary>
    public Guid? MadeById { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }
}

internal sealed class NoticeChatMapping : IEntityTypeConfiguration<NoticeChat>
{
    public void Configure(EntityTypeBuilder<NoticeChat> chat)
    {
        chat.Property(c => c.Title).HasMaxLength(NoticeChat.MaxTitleLength);
        chat.Property(c => c.Language).HasMaxLength(8);
        chat.Property(c => c.HearsLeads).HasDefaultValue(false);
        chat.HasIndex(c => c.ConversationId).IsUnique();
        chat.HasIndex(c => c.AccountId);
        chat.HasOne<Bot>().WithMany().HasForeignKey(c => c.BotId);
        chat.HasOne<Conversation>().WithMany().HasForeignKey(c => c.ConversationId);
        chat.HasOne<User>().WithMany().HasForeignKey(c => c.ConnectedById).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class NoticeCodeMapping : IEntityTypeConfiguration<NoticeCode>
{
    public void Configure(EntityTypeBuilder<NoticeCode> code)
    {
        code.HasKey(c => new { c.BotId, c.Code });
        code.Property(c => c.Code).HasMaxLength(20);
        code.Property(c => c.Language).HasMaxLength(8);
        code.HasOne<Bot>().WithMany().HasForeignKey(c => c.BotId);
    }
}
