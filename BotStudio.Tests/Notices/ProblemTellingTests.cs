using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Notices;
using BotStudio.Tests.Mail;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mails = BotStudio.Core.Mail.Mails;

namespace BotStudio.Tests.Notices;

public sealed class ProblemTellingTests(WithMailServer acts) : ActTest(acts), IClassFixture<WithMailServer>
{
    private Bot bot = null!;

    private BotProblems Problems => acts.Services.GetRequiredService<BotProblems>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        bot = await Given(new Bot(AccountId, A.Document(), Clock.Now));
        await GivenUserAsync("owner", "uk", Role.Owner);
        await GivenUserAsync("viewer", "en", Role.Viewer);
    }

    [Fact]
    public async Task A_new_problem_is_told_once_to_those_who_look_after_bots_in_their_language()
    {
        await ReportAsync("webhooks.failing", "crm.example.com");
        await LaterAsync();

        var mail = Assert.Single(Mail("owner"));
        Assert.Equal("Shop потребує вашої уваги", mail.Subject);
        Assert.Contains("crm.example.com не приймає вебхуки", mail.Text, StringComparison.Ordinal);
        Assert.Empty(Mail("viewer"));

        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(2));
            await ReportAsync("webhooks.failing", "crm.example.com");
            await LaterAsync();
        }

        Assert.Single(Mail("owner"));
    }

    [Fact]
    public async Task Its_end_is_told_too()
    {
        await ReportAsync("webhooks.failing", "crm.example.com");
        await LaterAsync();

        await Problems.ClearAsync(bot.Id, "webhooks.failing", Ct);
        await LaterAsync();

        Assert.Equal(["Shop потребує вашої уваги", "З ботом Shop знову все гаразд"], Mail("owner").Select(mail => mail.Subject));
        Assert.Contains("crm.example.com", Mail("owner")[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_problem_that_passes_by_itself_is_no_news()
    {
        await ReportAsync("ai.timeout");
        Clock.Advance(TimeSpan.FromMinutes(4));
        await Problems.ClearAsync(bot.Id, "ai", Ct);
        await LaterAsync();

        Assert.Empty(Mail("owner"));
    }

    [Fact]
    public async Task A_problem_that_comes_and_goes_has_to_stay_before_it_is_told()
    {
        await ReportAsync("ai.timeout");
        Clock.Advance(TimeSpan.FromMinutes(3));
        await Problems.ClearAsync(bot.Id, "ai", Ct);
        Clock.Advance(TimeSpan.FromMinutes(1.5));
        await ReportAsync("ai.timeout");
        Clock.Advance(TimeSpan.FromMinutes(1));
        await RunJobsAsync();
        Assert.Empty(Mail("owner"));

        await LaterAsync();
        Assert.Single(Mail("owner"));
    }

    [Fact]
    public async Task A_problem_that_is_back_at_once_was_never_gone()
    {
        await ReportAsync("ai.timeout");
        await LaterAsync();
        await Problems.ClearAsync(bot.Id, "ai", Ct);
        Clock.Advance(TimeSpan.FromMinutes(2));
        await ReportAsync("ai.timeout");
        await LaterAsync();
        await LaterAsync();

        Assert.Single(Mail("owner"));
    }

    [Fact]
    public async Task Connected_chats_hear_of_it_in_their_language()
    {
        var chat = await GivenChatAsync(bot, "de");
        await GivenChatAsync(bot, "en", hearsProblems: false);
        await ReportAsync("webhooks.failing", "crm.example.com");
        await LaterAsync();
        await acts.RunDueJobsAsync(AccountId, NoticeChats.SayKind);

        await using var db = OpenDatabase();
        var said = Assert.Single(await db.Messages.Where(message => message.BotId == bot.Id).ToListAsync());
        Assert.Equal(chat, said.ConversationId);
        Assert.StartsWith("**Shop** braucht Sie: crm.example.com nimmt", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_cannot_speak_lets_another_one_of_the_account_say_so()
    {
        var other = await Given(new Bot(AccountId, A.Document(), Clock.Now));
        await GivenChatAsync(bot, "en");
        var chat = await GivenChatAsync(other, "en");
        await ReportAsync("telegram.unauthorized");
        await LaterAsync();
        await acts.RunDueJobsAsync(AccountId, NoticeChats.SayKind);

        await using var db = OpenDatabase();
        var said = Assert.Single(await db.Messages.Where(message => message.AccountId == AccountId).ToListAsync());
        Assert.Equal(chat, said.ConversationId);
    }

    private Task ReportAsync(string code, string? detail = null) => Problems.ReportAsync(AccountId, bot.Id, code, detail, Ct);

    private Task LaterAsync()
    {
        Clock.Advance(BotProblems.IsNewsAfter);
        return RunJobsAsync();
    }

    private async Task RunJobsAsync()
    {
        // In the order in which they fell due.
        await acts.RunDueJobsAsync(AccountId, BotProblems.OverKind);
        await acts.RunDueJobsAsync(AccountId, BotProblems.NewKind);
        await acts.RunDueJobsAsync(AccountId, Mails.SendKind);
    }

    private IReadOnlyList<ReceivedMail> Mail(string user) => [.. acts.Smtp.Mails.Where(mail => mail.To == AddressOf(user))];

    private string AddressOf(string user) => $"{user}-{AccountId:n}@example.org";

    private async Task GivenUserAsync(string name, string language, Role role)
    {
        var user = await Given(
            new User
            {
                UserName = AddressOf(name),
                Email = AddressOf(name),
                Language = language,
                CreatedAt = Clock.Now,
            }
        );
        await Given(new Membership(AccountId, user.Id, role, Clock.Now));
    }

    /// <returns>The conversation's id.</returns>
    private async Task<Guid> GivenChatAsync(Bot of, string language, bool hearsProblems = true)
    {
        var chat = await new Chats(acts.Services, Clock).BeginAsync(of, "Olena");
        await Given(new NoticeChat(AccountId, of.Id, chat.ConversationId, "Olena", language, hearsProblems, Clock.Now));
        return chat.ConversationId;
    }
}
