using BotStudio.Core.Leads;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Leads;

public sealed class LeadFoundTests(Acts acts) : LeadsTest(acts)
{
    [Fact]
    public async Task A_turn_leaves_a_lead_its_history_and_the_job_that_tells_of_it()
    {
        var chat = await Contact("Anna", "Koval");
        await Found(
            chat,
            new LeadFound(LeadSource.Ai)
            {
                Phone = "+380 50 123-45-67",
                Email = " Anna@Example.org ",
                Need = "A wedding cake",
                Budget = "up to 200 €",
                Note = "For June",
            }
        );

        var lead = await LeadAsync();
        Assert.Equal(
            ("Anna Koval", "+380 50 123-45-67", "Anna@Example.org", "A wedding cake", "up to 200 €", "For June"),
            (lead.Name, lead.Phone, lead.Email, lead.Need, lead.Budget, lead.Note)
        );
        Assert.Equal(("new", LeadSource.Ai, Bot.Id), (lead.Status, lead.Source, lead.BotId));
        Assert.Equal((chat.ContactId, chat.ConversationId), (lead.ContactId, lead.ConversationId));
        Assert.Equal(("501234567", "anna@example.org"), (lead.PhoneKey, lead.EmailKey));
        Assert.Equal([LeadEventKind.Created], await HistoryAsync(lead.Id));
        Assert.Equal(1, await TellJobsAsync());
    }

    [Fact]
    public async Task The_same_contact_within_five_minutes_makes_its_lead_more_precise()
    {
        var chat = await Contact();
        await Found(chat, new LeadFound(LeadSource.Ai) { Need = "A cake", Note = "For June" });
        Clock.Advance(TimeSpan.FromMinutes(4));
        await Found(
            chat,
            new LeadFound(LeadSource.Ai)
            {
                Name = "Anna K.",
                Phone = "0501234567",
                Note = "Chocolate",
            }
        );
        Clock.Advance(TimeSpan.FromMinutes(4));
        await Found(chat, new LeadFound(LeadSource.Ai) { Budget = "200 €", Note = "For June" });

        var lead = await LeadAsync();
        Assert.Equal(
            ("Anna K.", "0501234567", "A cake", "200 €", "For June\nChocolate"),
            (lead.Name, lead.Phone, lead.Need, lead.Budget, lead.Note)
        );
        Assert.Equal([LeadEventKind.Created, LeadEventKind.Changed, LeadEventKind.Changed], await HistoryAsync(lead.Id));
        await using var db = OpenDatabase();
        var second = await db.LeadEvents.Where(e => e.LeadId == lead.Id).OrderBy(e => e.Id).Skip(1).FirstAsync();
        Assert.Equal(["name", "phone", "note"], LeadEvent.Read(second.Changes).Select(change => change.Field));
    }

    [Fact]
    public async Task After_five_minutes_it_is_another_lead()
    {
        var chat = await Contact();
        await Found(chat, new LeadFound(LeadSource.Ai) { Need = "A cake" });
        Clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        await Found(chat, new LeadFound(LeadSource.Ai) { Need = "Another cake" });

        Assert.Equal(["A cake", "Another cake"], (await LeadsAsync()).Select(lead => lead.Need));
    }

    [Fact]
    public async Task Turns_of_one_contact_at_the_same_time_make_one_lead()
    {
        var chat = await Contact();
        var other = await Contact("Bohdan");
        await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(number => Found(number % 4 == 3 ? other : chat, new LeadFound(LeadSource.Ai) { Note = $"Part {number}." }))
        );

        var leads = await LeadsAsync();
        Assert.Equal(2, leads.Count);
        var note = leads.Single(lead => lead.ContactId == chat.ContactId).Note;
        Assert.All(
            Enumerable.Range(0, 12).Where(number => number % 4 != 3),
            number => Assert.Contains($"Part {number}.", note, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_repeat_that_says_nothing_new_leaves_no_trace()
    {
        var chat = await Contact();
        var lead = new LeadFound(LeadSource.Ai) { Phone = "0501234567" };
        await Found(chat, lead);
        await Found(chat, lead);

        Assert.Equal([LeadEventKind.Created], await HistoryAsync((await LeadAsync()).Id));
        Assert.Equal(1, await TellJobsAsync());
    }

    [Fact]
    public async Task A_turn_whose_job_another_process_has_makes_no_lead()
    {
        var chat = await Contact();
        await using (var db = OpenDatabase())
        {
            var job = await LeasedJobAsync(Worker.Id);
            await db
                .Jobs.Where(row => row.Id == job.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.LeaseOwner, Guid.CreateVersion7()));
            await CommitAsync(job, chat, new LeadFound(LeadSource.Ai) { Need = "A cake" });
        }

        Assert.Empty(await LeadsAsync());
        Assert.Equal(0, await TellJobsAsync());
    }

    [Fact]
    public async Task What_is_too_long_is_cut_and_what_cannot_be_stored_is_left_out()
    {
        await Found(
            await Contact(),
            new LeadFound(LeadSource.Ai)
            {
                Name = new string('n', 500),
                Need = "a\0b" + new string('x', 5000),
                Phone = new string('1', 100),
            }
        );

        var lead = await LeadAsync();
        Assert.Equal(
            (Lead.MaxNameLength, Lead.MaxNeedLength, Lead.MaxPhoneLength),
            (lead.Name.Length, lead.Need.Length, lead.Phone.Length)
        );
        Assert.StartsWith("abx", lead.Need, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_begins_in_the_first_open_status_of_the_account()
    {
        await Given(new LeadStatus(AccountId, "lost", null, "gray", LeadStatusKind.Lost, 0));
        await Given(new LeadStatus(AccountId, "call", "To call", "pink", LeadStatusKind.Open, 2));
        await Given(new LeadStatus(AccountId, "fresh", "Fresh", "teal", LeadStatusKind.Open, 1));
        await Found(await Contact(), new LeadFound(LeadSource.Ai));

        Assert.Equal("fresh", (await LeadAsync()).Status);
    }

    private async Task<IReadOnlyList<LeadEventKind>> HistoryAsync(Guid leadId)
    {
        await using var db = OpenDatabase();
        return await db.LeadEvents.Where(e => e.LeadId == leadId).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync();
    }
}
