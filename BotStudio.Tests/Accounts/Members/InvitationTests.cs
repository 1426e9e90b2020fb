using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Audit;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Accounts.Members;

public sealed class InvitationTests(Acts acts) : Team(acts)
{
    [Fact]
    public async Task Who_is_invited_joins_with_the_role_and_only_once()
    {
        var owner = await SignedUp();
        var (first, second) = (await SignedUp(), await SignedUp());
        var sent = await Invited(owner, Role.Editor);

        Assert.Equal(owner.AccountId, (await Accept(sent, first)).Value);
        Assert.Equal("members.invitation_gone", (await Accept(sent, second)).Problem?.Code);
        Assert.Equal(Role.Editor, await RoleOf(first, owner.AccountId));
        Assert.Null(await RoleOf(second, owner.AccountId));
    }

    [Fact]
    public async Task Of_those_who_take_the_last_place_of_a_link_at_once_one_gets_it()
    {
        var owner = await SignedUp();
        var sent = await Invited(owner, Role.Viewer, maxUses: 2);
        var people = new List<SignedIn>();
        for (var i = 0; i < 5; i++)
        {
            people.Add(await SignedUp());
        }

        var outcomes = await Task.WhenAll(people.Select(person => Accept(sent, person)));

        Assert.Equal(2, outcomes.Count(outcome => outcome.Succeeded));
        await using var db = OpenDatabase();
        Assert.Equal(3, await db.Memberships.CountAsync(m => m.AccountId == owner.AccountId));
    }

    [Fact]
    public async Task An_invitation_by_e_mail_is_for_that_address_alone_and_says_so_in_a_mail()
    {
        var owner = await SignedUp();
        var (guest, stranger) = (NewEmail(), await SignedUp());
        var sent = await Invited(owner, Role.Operator, guest);

        Assert.Equal("members.for_somebody_else", (await Accept(sent, stranger)).Problem?.Code);
        Assert.True((await Accept(sent, await SignedUp(guest.ToUpperInvariant()))).Succeeded);
        await using var db = OpenDatabase();
        var mail = await db.Mails.SingleAsync(m => m.Recipient == guest && m.Kind == "members.invited");
        Assert.Contains(sent.Link.AbsoluteUri, mail.Text, StringComparison.Ordinal);
        Assert.StartsWith("https://bots.example.com/account/invitation?code=", sent.Link.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_itself_is_not_kept()
    {
        var sent = await Invited(await SignedUp(), Role.Viewer);

        await using var db = OpenDatabase();
        var row = await db.Invitations.SingleAsync(i => i.Id == sent.Id);
        Assert.Equal(32, row.CodeHash.Length);
        Assert.DoesNotContain(CodeOf(sent), sent.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_again_closes_the_door_of_the_first_one()
    {
        var owner = await SignedUp();
        var first = await Invited(owner, Role.Editor);
        var again = await As(owner.UserId, owner.AccountId, (ResendInvitation act) => act.RunAsync(first.Id, Site, Ct));
        var guest = await SignedUp();

        Assert.Equal("members.invitation_gone", (await Accept(first, guest)).Problem?.Code);
        Assert.True((await Accept(again.Value!, guest)).Succeeded);
    }

    [Fact]
    public async Task It_ends_by_time_and_when_it_is_withdrawn()
    {
        var owner = await SignedUp();
        var guest = await SignedUp();
        var (old, withdrawn) = (await Invited(owner, Role.Viewer), await Invited(owner, Role.Viewer));
        await As(owner.UserId, owner.AccountId, (RevokeInvitation act) => act.RunAsync(withdrawn.Id, Ct));

        Assert.Equal("members.invitation_gone", (await Accept(withdrawn, guest)).Problem?.Code);
        Clock.Advance(Invitation.Lifetime);
        Assert.Equal("members.invitation_gone", (await Accept(old, guest)).Problem?.Code);
        Assert.Equal("members.invitation_gone", (await Run((ReadInvitation act) => act.RunAsync(CodeOf(old), Ct))).Problem?.Code);
    }

    [Theory]
    [InlineData(Role.Admin, Role.Owner, "members.role_too_high")]
    [InlineData(Role.Owner, Role.Owner, "members.role_too_high")]
    [InlineData(Role.Editor, Role.Viewer, "forbidden")]
    [InlineData(Role.Viewer, Role.Viewer, "forbidden")]
    public async Task Nobody_invites_above_themselves_or_into_ownership(Role inviter, Role invited, string code)
    {
        var owner = await SignedUp();
        var who = inviter == Role.Owner ? owner : await Joined(owner, inviter);

        var sent = await As(who.UserId, owner.AccountId, (InviteMember act) => act.RunAsync(new InvitationInput(null, invited), Site, Ct));

        Assert.Equal(code, sent.Problem?.Code);
    }

    [Fact]
    public async Task Each_step_is_in_the_log()
    {
        var owner = await SignedUp();
        var guest = await Joined(owner, Role.Editor);

        await using var db = OpenDatabase();
        var log = await db.AuditEntries.Where(e => e.AccountId == owner.AccountId).OrderBy(e => e.Act).ToListAsync();
        Assert.Equal(
            [(AuditAct.MemberInvited, owner.UserId), (AuditAct.MemberJoined, guest.UserId)],
            log.Select(e => (e.Act, e.UserId!.Value))
        );
    }
}
