using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Jobs;
using BotStudio.Core.Leads;
using BotStudio.Tests.Forms;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Leads;

/// <summary>Forms that make leads, through the real product.</summary>
public sealed class LeadOfFormTests(LiveApp app) : IClassFixture<LiveApp>
{
    [Fact]
    public async Task Each_answer_finds_its_place_and_the_others_are_noted()
    {
        var bot = await app.GivenBotAsync(Document(Text("name"), Email(), Text("need"), Text("size"), Text("budget")));
        var anna = bot.Contact();

        anna.Says("/order");
        foreach (var answer in new[] { "Anna Koval", "anna@example.com", "A wedding cake", "Large", "200 €" })
        {
            await anna.HearsAsync();
            anna.Says(answer);
        }

        Assert.Equal("Thank you!", (await anna.HearsAsync()).Text);
        await bot.QuietLaterAsync();

        var lead = Assert.Single(await LeadsAsync(bot));
        Assert.Equal(
            ("Anna Koval", "anna@example.com", "A wedding cake", "200 €", "size: Large"),
            (lead.Name, lead.Email, lead.Need, lead.Budget, lead.Note)
        );
        Assert.Equal((LeadSource.Form, LeadStatuses.New), (lead.Source, lead.Status));
        Assert.Equal((await bot.ConversationsAsync()).Single().Id, lead.ConversationId);
        Assert.Empty(await bot.JobsAsync(JobState.Dead));
    }

    [Fact]
    public async Task Without_a_name_it_is_the_contact_s_and_the_form_says_what_they_want()
    {
        var bot = await app.GivenBotAsync(Document(Email()));
        var anna = bot.Contact();

        for (var round = 0; round < 2; round++)
        {
            anna.Says("/order");
            await anna.HearsAsync();
            anna.Says($"anna{round}@example.com");
            await anna.HearsAsync();
            await bot.QuietLaterAsync();
        }

        // Within five minutes it is the same lead, more precise.
        var lead = Assert.Single(await LeadsAsync(bot));
        Assert.Equal(("Anna", "anna1@example.com", "Order"), (lead.Name, lead.Email, lead.Need));
    }

    [Fact]
    public async Task What_bots_handle_is_counted_as_messages_of_their_days()
    {
        var bot = await app.GivenBotAsync(Document(Email()));
        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        anna.Says("anna@example.com");
        await anna.HearsAsync();
        await bot.QuietLaterAsync();

        for (var round = 0; round < 2; round++)
        {
            var report = (await bot.RunAsync((ReadUsage act) => act.RunAsync(TimeZoneInfo.Utc, null, null, default))).Value!;
            Assert.Equal((2, 0, 0m), (report.Month.Messages, report.Month.Calls, report.Month.Cost));
            Assert.Equal(2, Assert.Single(report.Bots).Sum.Messages);
            Assert.Empty(report.Models);
            await app.LaterAsync(
                "the records are added up",
                async () =>
                {
                    await using var db = app.OpenDatabase();
                    return !await db.UsageRecords.AnyAsync(record => record.BotId == bot.Id && !record.IsRolledUp);
                }
            );
        }
    }

    private async Task<List<Lead>> LeadsAsync(LiveBot bot)
    {
        await using var db = app.OpenDatabase();
        return await db.Leads.Where(lead => lead.BotId == bot.Id).ToListAsync();
    }

    private static BotDocument Document(params FormField[] fields) =>
        A.Document(A.Command("order", new FormResponse { FormId = "order" })) with
        {
            Forms = [SomeForm.With(fields) with { HasSummary = false, Endings = [new LeadEnding()] }],
        };

    private static TextField Text(string key) =>
        new()
        {
            Id = key,
            Key = key,
            Question = A.Text($"Your {key}?"),
            Label = A.Text(key),
        };

    private static EmailField Email() =>
        new()
        {
            Id = "email",
            Key = "email",
            Question = A.Text("Your e-mail?"),
            Label = A.Text("E-mail"),
        };
}
