using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Notices.Bell;

/// <summary>By which ways a member wants to hear of an event in an account.</summary>
public sealed class NoticeWish : IBelongsToAccount
{
    private NoticeWish() { }

    public NoticeWish(Guid accountId, Guid userId, NoticeEvent happened, NoticeWays ways)
    {
        AccountId = accountId;
        UserId = userId;
        Event = happened;
        Ways = ways;
    }

    public Guid AccountId { get; private set; }

    public Guid UserId { get; private set; }

    public NoticeEvent Event { get; private set; }

    public NoticeWays Ways { get; private set; }

    public void Change(NoticeWays ways) => Ways = ways;
}

internal sealed class NoticeWishMapping : IEntityTypeConfiguration<NoticeWish>
{
    public void Configure(EntityTypeBuilder<NoticeWish> wish)
    {
        wish.HasKey(w => new
        {
            w.AccountId,
            w.UserId,
            w.Event,
        });
        wish.Property(w => w.Event).HasConversion<string>().HasMaxLength(24);
        wish.HasOne<Membership>().WithMany().HasForeignKey(w => new { w.AccountId, w.UserId });
    }
}
