using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Notices.Bell;
using BotStudio.Tests.Forms;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Notices.Bell;

/// <summary>What happens in a bot's chats reaches the members who want to hear of it, through the real product.</summary>
public sealed class MembersHearTests(LiveApp app) : IClassFixture<LiveApp>
{
    [Fact]
    public async Task That_a_contact_waits_for_a_person_is_told_once()
    {
        var human = A.LinkButton("b1", "") with { Text = A.Text("A person, please"), Action = ButtonAction.AskForHuman };
        var bot = await app.GivenBotAsync(A.Document(A.Command("help", A.Menu(human))));
        var operators = await MemberAsync(bot, Role.Operator);
        var viewer = await MemberAsync(bot, Role.Viewer);
        var anna = bot.Contact();

        for (var i = 0; i < 2; i++)
        {
            anna.Says("/help");
            await anna.HearsAsync();
            anna.Taps("A person, please");
            await anna.HearsAsync();
        }

        await bot.QuietAsync();
        var notice = Assert.Single(await BellOfAsync(operators));
        Assert.Equal(NoticeEvent.HumanWanted, notice.Event);
        Assert.EndsWith("is waiting for a person", notice.Title, StringComparison.Ordinal);
        Assert.StartsWith($"/app/bots/{bot.Id}/conversations/", notice.Path, StringComparison.Ordinal);
        Assert.Empty(await BellOfAsync(viewer));
    }

    [Fact]
    public async Task A_form_that_was_filled_in_is_told()
    {
        var form = SomeForm.With(
            new TextField
            {
                Id = "name",
                Key = "name",
                Question = A.Text("What is your name?"),
                Label = A.Text("Name"),
            }
        ) with
        {
            HasSummary = false,
        };
        var document = A.Document(A.Command("order", new FormResponse { FormId = form.Id })) with { Forms = [form] };
        var bot = await app.GivenBotAsync(document);
        var member = await MemberAsync(bot, Role.Operator);
        var anna = bot.Contact();

        anna.Says("/order");
        await anna.HearsAsync();
        anna.Says("Anna");
        await bot.QuietAsync();

        var notice = Assert.Single(await BellOfAsync(member));
        Assert.Equal(NoticeEvent.FormEntry, notice.Event);
        Assert.Contains(form.Name, notice.Title, StringComparison.Ordinal);
    }

    private async Task<Guid> MemberAsync(LiveBot bot, Role role)
    {
        var user = new User { DisplayName = $"{role}", UserName = $"{Guid.CreateVersion7():n}@example.com" };
        await using var db = app.OpenDatabase();
        db.Add(user);
        db.Add(new Membership(bot.AccountId, user.Id, role, app.Clock.GetUtcNow()));
        await db.SaveChangesAsync();
        return user.Id;
    }

    private async Task<List<BellNotice>> BellOfAsync(Guid userId)
    {
        await using var db = app.OpenDatabase();
        return await db.BellNotices.Where(n => n.UserId == userId).ToListAsync();
    }
}

/// <summary>A sign-in on a device that was never seen before, in the real product.</summary>
public sealed class ArrivalTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Signing_in_on_a_new_device_is_told_under_the_bell_and_by_mail_and_on_a_known_one_is_not()
    {
        using var person = await app.NewPersonAsync();
        await person.SignOutAsync();
        using var here = await person.Client.SubmitAsync("/account/sign-in", SignUps.Fields(person.Email));
        using var elsewhere = app.NewVisitor();
        using var there = await elsewhere.SubmitAsync("/account/sign-in", SignUps.Fields(person.Email));
        Assert.Equal("/app", there.Headers.Location?.ToString());

        await LiveBot.UntilAsync("the bell rings", async () => await CountAsync(person) == 1);
        await using var db = Open();
        Assert.Equal(1, await db.Mails.CountAsync(m => m.Recipient == person.Email && m.Kind == "accounts.new_device"));
    }

    private async Task<int> CountAsync(SignedUpPerson person)
    {
        await using var db = Open();
        return await db.BellNotices.CountAsync(n => n.UserId == person.UserId && n.Event == NoticeEvent.SignIn);
    }

    private Core.Data.BotStudioDb Open() => app.Services.GetRequiredService<Core.Data.PlatformDb>().Open();
}
