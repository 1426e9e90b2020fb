using BotStudio.Core.Accounts;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Accounts.Members;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Notices.Bell;

public sealed class BellTests(Acts acts) : Team(acts)
{
    [Fact]
    public async Task Those_hear_whose_role_has_to_do_with_it_each_in_their_language()
    {
        var owner = await SignedUp();
        var (admin, viewer) = (await Joined(owner, Role.Admin), await Joined(owner, Role.Viewer));
        await using (var db = OpenDatabase())
        {
            await db.Users.Where(u => u.Id == admin.UserId).ExecuteUpdateAsync(set => set.SetProperty(u => u.Language, "de"));
        }

        await TellAsync(owner, NoticeEvent.Team, () => new NoticeWords(System.Globalization.CultureInfo.CurrentUICulture.Name));

        Assert.Equal("en", Assert.Single(await BellOf(owner, owner.AccountId)).Title);
        Assert.Equal("de", Assert.Single(await BellOf(admin, owner.AccountId)).Title);
        Assert.Empty(await BellOf(viewer, owner.AccountId));
    }

    [Fact]
    public async Task What_a_member_chose_holds()
    {
        var owner = await SignedUp();
        await Wish(owner, NoticeEvent.NewLead, NoticeWays.Mail);
        await Wish(owner, NoticeEvent.FormEntry, NoticeWays.None);

        await TellAsync(owner, NoticeEvent.NewLead, () => new NoticeWords("A lead", "Olena, +380…"));
        await TellAsync(owner, NoticeEvent.FormEntry, () => new NoticeWords("An entry"));

        Assert.Empty(await BellOf(owner, owner.AccountId));
        await using var db = OpenDatabase();
        var mail = await db.Mails.SingleAsync(m => m.AccountId == owner.AccountId && m.Kind == "bell.notice");
        Assert.Equal("A lead", mail.Subject);
        Assert.Contains("Olena", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_did_it_does_not_hear_of_it()
    {
        var owner = await SignedUp();

        await TellAsync(owner, NoticeEvent.Team, () => new NoticeWords("x"), exceptFor: owner.UserId);

        Assert.Empty(await BellOf(owner, owner.AccountId));
    }

    [Fact]
    public async Task What_was_read_is_not_counted_any_more()
    {
        var owner = await SignedUp();
        await TellAsync(owner, NoticeEvent.Team, () => new NoticeWords("one"));
        await TellAsync(owner, NoticeEvent.Team, () => new NoticeWords("two"));
        Assert.Equal(2, await Count(owner));

        var first = (await BellOf(owner, owner.AccountId))[0];
        await As(owner.UserId, owner.AccountId, (MarkBellRead act) => act.RunAsync(first.Id, Ct));
        Assert.Equal(1, await Count(owner));

        await As(owner.UserId, owner.AccountId, (MarkBellRead act) => act.RunAsync(noticeId: null, Ct));
        Assert.Equal(0, await Count(owner));
    }

    private async Task TellAsync(SignedIn owner, NoticeEvent happened, Func<NoticeWords> words, Guid? exceptFor = null)
    {
        await using var db = OpenDatabase();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var notice = new MemberNotice(owner.AccountId, happened, words) { Path = "/app", ExceptFor = exceptFor };
        await Acts.Services.GetRequiredService<NotifyMembers>().PutInAsync(db, notice, Ct);
        await transaction.CommitAsync();
    }

    private Task<Outcome> Wish(SignedIn who, NoticeEvent happened, NoticeWays ways) =>
        As(who.UserId, who.AccountId, (ChangeNoticeWish act) => act.RunAsync(happened, ways, Ct));

    private Task<int> Count(SignedIn who) => As(who.UserId, who.AccountId, (CountBell act) => act.RunAsync(Ct));

    private async Task<IReadOnlyList<BellRow>> BellOf(SignedIn who, Guid accountId) =>
        (await As(who.UserId, accountId, (ReadBell act) => act.RunAsync(after: null, 50, unreadOnly: false, Ct))).Items;
}
