using BotStudio.Core.Accounts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Leads;
using BotStudio.Core.Leads.Telling;
using BotStudio.Core.Notices;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Leads;

/// <summary>What connected chats hear of leads and what they can do about them, in the running product.</summary>
public sealed class LeadNoticeTests(LiveApp app) : IClassFixture<LiveApp>, IAsyncLifetime
{
    private const long Sales = -100500;

    private LiveBot bot = null!;

    public async Task InitializeAsync() => bot = await app.GivenBotAsync(A.Document(A.TextCommand("price", "Ten")));

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_connected_chat_hears_of_a_lead_in_its_language_with_buttons()
    {
        var owner = await ConnectAsync("Olena", language: "uk");
        var lead = await MakeAsync(
            new LeadTexts
            {
                Name = "Anna *K*",
                Phone = "+380501234567",
                Need = "A cake",
            }
        );

        var notice = await owner.HearsAsync();
        Assert.Equal(
            "Нова заявка: Anna *K*\nДодано до бота Shop через API\n\nІм’я: Anna *K*\nТелефон: +380501234567\nЗапит: A cake\n\n📌 Статус: Нові",
            notice.Text
        );
        Assert.Equal(
            ["Взяти в роботу", "Відкрити", "📞 Зателефонувати"],
            notice.Buttons.SelectMany(row => row).Select(button => button.Text)
        );
        Assert.Equal($"{app.Door.Url.AbsoluteUri}app/leads/{lead.Id}", notice.Buttons[0][1].Url);
    }

    [Fact]
    public async Task Whoever_taps_first_has_it_and_everybody_sees_that()
    {
        var olena = await ConnectAsync("Olena", contactId: 11);
        var group = await ConnectGroupAsync();
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        await olena.HearsAsync();
        var ivan = bot.MemberOf(Sales, 12, "Ivan");
        await ivan.HearsAsync();

        var tap = ivan.Taps("Take it");
        var changed = await ivan.HearsAsync();
        Assert.True(changed.IsEdit);
        Assert.Contains("Status: In work, with Ivan", changed.Text, StringComparison.Ordinal);
        Assert.Contains("✓ Ivan", changed.Buttons.SelectMany(row => row).Select(button => button.Text));
        await LiveBot.UntilAsync("the spinner stops", () => Task.FromResult(ivan.SpinnerStopped(tap)));
        Assert.Contains("with Ivan", (await olena.HearsAsync()).Text, StringComparison.Ordinal);

        olena.Taps("✓ Ivan");
        Assert.Equal("Ivan has this lead already.", (await olena.HearsAsync()).Text);
        await bot.QuietAsync();
        var taken = await LeadAsync(lead.Id);
        Assert.Equal(("in_work", "Ivan", null), (taken.Status, taken.TakenBy, taken.AssigneeId));
        Assert.NotNull(group);
    }

    [Fact]
    public async Task A_member_who_connected_their_chat_is_known_in_a_group_too()
    {
        var user = await GivenMemberAsync("Olena Koval", Role.Operator);
        var hers = await ConnectAsync("Olenka", contactId: 21, connectedBy: user);
        await ConnectGroupAsync();
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        await hers.HearsAsync();
        var inGroup = bot.MemberOf(Sales, 21, "Olenka");
        await inGroup.HearsAsync();

        inGroup.Taps("Take it");
        Assert.Contains("with Olena Koval", (await inGroup.HearsAsync()).Text, StringComparison.Ordinal);
        Assert.Equal(user, (await LeadAsync(lead.Id)).AssigneeId);

        hers.TapsData(new LeadTap(LeadTapAction.Take, lead.Id).Data);
        await hers.HearsAsync();
        Assert.Equal("You have this lead already.", (await hers.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_member_who_may_only_look_takes_nothing()
    {
        var viewer = await GivenMemberAsync("Vira", Role.Viewer);
        var chat = await ConnectAsync("Vira", contactId: 31, connectedBy: viewer);
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        await chat.HearsAsync();

        chat.Taps("Take it");
        Assert.StartsWith("Your role in the account", (await chat.HearsAsync()).Text, StringComparison.Ordinal);
        Assert.True((await LeadAsync(lead.Id)).IsFree);
    }

    [Fact]
    public async Task Calling_shows_a_card_with_the_number()
    {
        var owner = await ConnectAsync("Olena");
        await MakeAsync(new LeadTexts { Name = "Anna", Phone = "+380501234567" });
        await owner.HearsAsync();

        owner.Taps("📞 Call");
        Assert.Equal(("Anna", "+380501234567"), (await owner.HearsAsync()).Person);
    }

    [Fact]
    public async Task A_forged_tap_does_nothing_and_tells_nothing()
    {
        var owner = await ConnectAsync("Olena");
        var lead = await MakeAsync(new LeadTexts { Name = "Anna", Phone = "+380501234567" });
        await owner.HearsAsync();
        var other = await app.GivenBotAsync(A.Document(A.TextCommand("price", "Ten")));
        var mallory = bot.Contact(contactId: 66, firstName: "Mallory");
        mallory.Says("/price");
        await mallory.HearsAsync();
        var elsewhere = other.Contact(contactId: 67, firstName: "Mallory");
        await ConnectAsync(other, elsewhere);

        mallory.TapsData(new LeadTap(LeadTapAction.Take, lead.Id).Data);
        mallory.TapsData(new LeadTap(LeadTapAction.Call, lead.Id).Data);
        elsewhere.TapsData(new LeadTap(LeadTapAction.Call, lead.Id).Data);
        Assert.Equal("This lead is not there any more.", (await elsewhere.HearsAsync()).Text);
        await bot.QuietAsync();
        await other.QuietAsync();

        Assert.False(mallory.HasNews);
        Assert.True((await LeadAsync(lead.Id)).IsFree);
    }

    [Fact]
    public async Task What_changes_later_changes_the_notice_and_is_no_new_one()
    {
        var owner = await ConnectAsync("Olena");
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        var first = await owner.HearsAsync();

        await ChangeAsync(lead.Id, new LeadChange { Texts = new LeadTexts { Budget = "200 €" } });
        var second = await owner.HearsAsync();
        await ChangeAsync(lead.Id, new LeadChange { Status = "won" });
        var third = await owner.HearsAsync();

        Assert.Equal((first.Id, first.Id, true, true), (second.Id, third.Id, second.IsEdit, third.IsEdit));
        Assert.Contains("Budget: 200 €", second.Text, StringComparison.Ordinal);
        Assert.Contains("Status: Won", third.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_lead_says_so_when_it_is_tapped()
    {
        var owner = await ConnectAsync("Olena");
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        await owner.HearsAsync();
        Assert.True((await bot.RunAsync((DeleteLead act) => act.RunAsync(lead.Id, default))).Succeeded);

        owner.Taps("Take it");
        Assert.Equal("This lead is not there any more.", (await owner.HearsAsync()).Text);
    }

    [Fact]
    public async Task Chats_that_do_not_want_leads_hear_nothing()
    {
        var owner = await ConnectAsync("Olena");
        var chat = Assert.Single((await bot.RunAsync((ListNoticeChats act) => act.RunAsync(bot.Id, default))).Value!);
        await bot.RunAsync((ChangeNoticeChat act) => act.RunAsync(bot.Id, chat.Id, null, hearsLeads: false, default));

        await MakeAsync(new LeadTexts { Name = "Anna" });
        await bot.QuietAsync();

        Assert.False(owner.HasNews);
    }

    [Fact]
    public async Task The_owner_hears_by_e_mail_too_with_all_that_is_known_and_the_others_under_the_bell()
    {
        var olena = await GivenMemberAsync("Olena", Role.Owner);
        var oleh = await GivenMemberAsync("Oleh", Role.Operator);
        var viewer = await GivenMemberAsync("Vera", Role.Viewer);

        await MakeAsync(
            new LeadTexts
            {
                Name = "Anna",
                Phone = "+380 50 123 45 67",
                Need = "A wedding cake <b>",
            }
        );
        await bot.QuietAsync();

        await using var db = app.OpenDatabase();
        var mail = Assert.Single(await db.Mails.Where(m => m.AccountId == bot.AccountId).ToListAsync());
        Assert.Equal(await db.Users.Where(u => u.Id == olena).Select(u => u.Email).SingleAsync(), mail.Recipient);
        Assert.Contains("+380 50 123 45 67", mail.Text, StringComparison.Ordinal);
        Assert.Contains("A wedding cake &lt;b&gt;", mail.Html, StringComparison.Ordinal);
        Assert.Contains("/app/leads/", mail.Html, StringComparison.Ordinal);
        var heard = await db.BellNotices.Where(n => n.AccountId == bot.AccountId).Select(n => n.UserId).ToListAsync();
        Assert.Equal(new[] { olena, oleh }.Order(), heard.Order());
        Assert.DoesNotContain(viewer, heard);
    }

    private async Task<TelegramContact> ConnectAsync(string name, long contactId = 10, string language = "en", Guid? connectedBy = null)
    {
        var contact = bot.Contact(contactId, name, language);
        await ConnectAsync(bot, contact, language, connectedBy);
        return contact;
    }

    private async Task ConnectAsync(LiveBot to, TelegramContact contact, string language = "en", Guid? connectedBy = null)
    {
        var code = (await to.RunAsync((CreateNoticeCode act) => act.RunAsync(to.Id, language, default))).Value!;
        if (connectedBy is { } user)
        {
            await using var db = app.OpenDatabase();
            await db.NoticeCodes.Where(c => c.Code == code.Code).ExecuteUpdateAsync(set => set.SetProperty(c => c.MadeById, user));
        }

        contact.Says(code.Message);
        await contact.HearsAsync();
        await to.QuietAsync();
    }

    /// <summary>A group of people who sell, that hears of leads.</summary>
    private async Task<TelegramContact> ConnectGroupAsync()
    {
        var somebody = bot.MemberOf(Sales, 99, "Boss");
        await ConnectAsync(bot, somebody);
        await using var db = app.OpenDatabase();
        await db
            .NoticeChats.Where(c =>
                db.Conversations.Any(v => v.Id == c.ConversationId && v.ChatKind == ChatKind.Group && v.BotId == bot.Id)
            )
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.HearsLeads, true));
        return somebody;
    }

    private async Task<LeadRow> MakeAsync(LeadTexts texts)
    {
        var made = await bot.RunAsync(
            (CreateLead act) => act.RunAsync(new NewLead(bot.Id, null, texts) { Source = LeadSource.Api }, default)
        );
        Assert.True(made.Succeeded, made.Problem?.Code);
        return made.Value;
    }

    private async Task ChangeAsync(Guid leadId, LeadChange change) =>
        Assert.True((await bot.RunAsync((ChangeLead act) => act.RunAsync(leadId, change, default))).Succeeded);

    private async Task<Lead> LeadAsync(Guid id)
    {
        await using var db = app.OpenDatabase();
        return await db.Leads.AsNoTracking().SingleAsync(lead => lead.Id == id);
    }

    private async Task<Guid> GivenMemberAsync(string name, Role role)
    {
        var address = $"{Guid.CreateVersion7():n}@example.org";
        var user = new User
        {
            UserName = address,
            Email = address,
            DisplayName = name,
            CreatedAt = app.Clock.GetUtcNow(),
        };
        await using var db = app.OpenDatabase();
        db.Add(user);
        await db.SaveChangesAsync();
        db.Add(new Membership(bot.AccountId, user.Id, role, app.Clock.GetUtcNow()));
        await db.SaveChangesAsync();
        return user.Id;
    }
}
