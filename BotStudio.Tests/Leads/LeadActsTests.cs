using System.Globalization;
using System.Text;
using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Leads;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Leads;

/// <summary>What the account's people do with leads.</summary>
public sealed class LeadActsTests(Acts acts) : LeadsTest(acts)
{
    private static readonly LeadDays AnyDays = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    [Fact]
    public async Task A_lead_out_of_a_conversation_has_its_contact_s_name()
    {
        var chat = await Contact("Anna", "Koval");
        var made = await MakeAsync(new LeadTexts { Phone = "050 1" }, conversationId: chat.ConversationId);

        Assert.Equal(("Anna Koval", "new", LeadSource.Person), (made.Name, made.Status, made.Source));
        Assert.Equal((chat.ContactId, Bot.Id), (made.ContactId, made.BotId));
    }

    [Fact]
    public async Task A_lead_needs_something_to_be_known_by()
    {
        var refused = await Run((CreateLead act) => act.RunAsync(new NewLead(Bot.Id, null, new LeadTexts { Budget = "5" }), Ct));
        Assert.Equal("leads.empty", refused.Problem?.Code);
    }

    [Fact]
    public async Task Every_text_that_cannot_stay_is_named()
    {
        var refused = await Run(
            (CreateLead act) =>
                act.RunAsync(
                    new NewLead(
                        Bot.Id,
                        null,
                        new LeadTexts
                        {
                            Name = new string('n', Lead.MaxNameLength + 1),
                            Email = "anna at example",
                            Phone = "call me",
                        }
                    ),
                    Ct
                )
        );
        Assert.Equal(
            ["leads.too_long /name", "leads.bad_email /email", "leads.bad_phone /phone"],
            refused.Problems.Select(problem => $"{problem.Code} {problem.Place}")
        );
    }

    [Fact]
    public async Task What_changes_is_in_the_history_with_who_did_it()
    {
        var olena = await GivenMemberAsync("Olena");
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        var changed = await ChangeAsync(
            lead.Id,
            new LeadChange
            {
                Texts = new LeadTexts { Phone = "0501234567" },
                Status = "won",
                Assignee = olena.ToString(),
            }
        );

        Assert.Equal(("won", olena, "Olena"), (changed.Status, changed.Assignee!.UserId, changed.Assignee.Name));
        var details = (await Run((ReadLead act) => act.RunAsync(lead.Id, Ct))).Value!;
        Assert.Equal(
            ["phone: → 0501234567", "status: New → Won", "assignee: → Olena"],
            details
                .History[0]
                .Changes.Select(change => $"{change.Field}: {change.From} → {change.To}".Replace(":  →", ": →", StringComparison.Ordinal))
        );
        Assert.Equal(LeadEventKind.Created, details.History[1].Kind);

        await ChangeAsync(lead.Id, new LeadChange { Status = "won", Assignee = olena.ToString() });
        Assert.Equal(2, (await Run((ReadLead act) => act.RunAsync(lead.Id, Ct))).Value!.History.Count);
        Assert.Null((await ChangeAsync(lead.Id, new LeadChange { Assignee = LeadChange.Nobody })).Assignee);
    }

    [Fact]
    public async Task Leads_go_only_to_members_who_may_work_on_them()
    {
        var viewer = await GivenMemberAsync("Viewer", Role.Viewer);
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        foreach (var nobody in new[] { viewer.ToString(), Guid.CreateVersion7().ToString(), "anna" })
        {
            var refused = await Run((ChangeLead act) => act.RunAsync(lead.Id, new LeadChange { Assignee = nobody }, Ct));
            Assert.Equal("leads.no_member", refused.Problem?.Code);
        }

        Assert.DoesNotContain(await Run((ListLeadMembers act) => act.RunAsync(Ct)), member => member.UserId == viewer);
    }

    [Fact]
    public async Task Viewers_see_leads_and_change_nothing()
    {
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        var seen = await Run((ListLeads act) => act.RunAsync(null, LeadOrder.Created, null, 10, Ct), Role.Viewer);
        Assert.Single(seen.Value!.Items);

        Assert.Equal(
            Problem.Forbidden,
            (await Run((ChangeLead a) => a.RunAsync(lead.Id, new LeadChange { Status = "won" }, Ct), Role.Viewer)).Problem
        );
        Assert.Equal(Problem.Forbidden, (await Run((AddLeadNote a) => a.RunAsync(lead.Id, "x", Ct), Role.Viewer)).Problem);
        Assert.Equal(Problem.Forbidden, (await Run((ExportLeads a) => a.RunAsync(null, Ct), Role.Viewer)).Problem);
        Assert.Equal(Problem.Forbidden, (await Run((DeleteLead a) => a.RunAsync(lead.Id, Ct), Role.Operator)).Problem);
        Assert.Equal(Problem.Forbidden, (await Run((SaveLeadStatuses a) => a.RunAsync([], null, Ct), Role.Operator)).Problem);
    }

    [Fact]
    public async Task Filters_find_what_they_say()
    {
        var olena = await GivenMemberAsync("Olena");
        var anna = await MakeAsync(new LeadTexts { Name = "Anna", Phone = "+380 (50) 123-45-67" });
        await MakeAsync(new LeadTexts { Name = "Bohdan", Need = "100% cotton_shirt" });
        await ChangeAsync(anna.Id, new LeadChange { Assignee = olena.ToString(), Status = "in_work" });

        Assert.Equal(["Anna"], await NamesAsync(new LeadFilter { Text = "380501234567" }));
        Assert.Equal(["Anna"], await NamesAsync(new LeadFilter { Text = "050 123-45" }));
        Assert.Equal(["Bohdan"], await NamesAsync(new LeadFilter { Text = "COTTON 100%" }));
        Assert.Empty(await NamesAsync(new LeadFilter { Text = "cotton%shirt" }));
        Assert.Equal(["Anna"], await NamesAsync(new LeadFilter { AssigneeId = olena }));
        Assert.Equal(["Bohdan"], await NamesAsync(new LeadFilter { IsFree = true }));
        Assert.Equal(["Anna"], await NamesAsync(new LeadFilter { Status = "in_work" }));
        Assert.Equal(["Bohdan", "Anna"], await NamesAsync(new LeadFilter { Source = LeadSource.Person, BotId = Bot.Id }));
        Assert.Empty(await NamesAsync(new LeadFilter { Until = Clock.Now.AddDays(-1) }));
        Assert.Empty(await NamesAsync(new LeadFilter { BotId = Guid.CreateVersion7() }));
    }

    [Fact]
    public async Task Parts_of_the_list_follow_each_other_without_gaps()
    {
        for (var i = 0; i < 7; i++)
        {
            await MakeAsync(new LeadTexts { Name = $"{i}" });
        }

        var names = new List<string>();
        PageStart? after = null;
        do
        {
            var page = (await Run((ListLeads act) => act.RunAsync(null, LeadOrder.Created, after, 2, Ct))).Value!;
            names.AddRange(page.Items.Select(lead => lead.Name));
            after = page.Next is null ? null : PageStart.Parse(page.Next.ToString());
        } while (after is not null);

        Assert.Equal(["6", "5", "4", "3", "2", "1", "0"], names);
    }

    [Fact]
    public async Task The_board_counts_and_says_what_was_won()
    {
        foreach (var status in new[] { "new", "new", "won", "lost", "lost", "lost" })
        {
            var lead = await MakeAsync(new LeadTexts { Name = status });
            await ChangeAsync(lead.Id, new LeadChange { Status = status });
        }

        var board = (
            await Run((ReadLeadBoard act) => act.RunAsync(null, new LeadDays(Clock.Now.AddDays(1), Clock.Now.AddDays(-6)), true, null, Ct))
        ).Value!;

        Assert.Equal(["new 2", "in_work 0", "won 1", "lost 3"], board.Columns.Select(column => $"{column.Status.Key} {column.Count}"));
        Assert.Equal([2, 0, 1, 3], board.Columns.Select(column => column.Cards.Count));
        Assert.Equal((0, 6, 0.25), (board.Today, board.Week, board.Conversion));
        Assert.Equal(2, await Run((CountNewLeads act) => act.RunAsync(Ct)));
    }

    [Fact]
    public async Task Duplicates_are_found_by_contact_phone_and_address_and_become_one()
    {
        var chat = await Contact("Anna");
        await Found(chat, new LeadFound(LeadSource.Ai) { Phone = "+380501234567", Need = "A cake" });
        var first = await LeadAsync();
        Clock.Advance(TimeSpan.FromHours(1));
        var same = await MakeAsync(
            new LeadTexts
            {
                Name = "A. Koval",
                Phone = "050 123 45 67",
                Email = "anna@example.org",
                Need = "A big cake",
            }
        );
        await MakeAsync(new LeadTexts { Name = "Other", Phone = "0509999999" });
        await Run((AddLeadNote act) => act.RunAsync(first.Id, "Called her", Ct));

        var details = (await Run((ReadLead act) => act.RunAsync(same.Id, Ct))).Value!;
        Assert.Equal([first.Id], details.Duplicates.Select(lead => lead.Id));
        Assert.True(details.Lead.HasDuplicates);

        var merged = (await Run((MergeLeads act) => act.RunAsync(same.Id, first.Id, Ct))).Value!;
        Assert.Equal(
            ("A. Koval", "050 123 45 67", "A big cake\nA cake", chat.ContactId, first.CreatedAt),
            (merged.Name, merged.Phone, merged.Need, merged.ContactId, merged.CreatedAt)
        );
        var after = (await Run((ReadLead act) => act.RunAsync(same.Id, Ct))).Value!;
        Assert.Equal(["Called her"], after.Notes.Select(note => note.Text));
        Assert.Equal(LeadEventKind.Merged, after.History[0].Kind);
        Assert.Empty(after.Duplicates);
        Assert.Equal(Problem.NotFound, (await Run((ReadLead act) => act.RunAsync(first.Id, Ct))).Problem);

        // Who goes on talking makes the merged one more precise, not the one that is gone.
        Clock.Advance(-TimeSpan.FromHours(1));
        await Found(chat, new LeadFound(LeadSource.Ai) { Budget = "200" });
        Assert.Equal("200", (await LeadsAsync()).Single(lead => lead.Id == same.Id).Budget);
        Assert.Equal("leads.same", (await Run((MergeLeads act) => act.RunAsync(same.Id, same.Id, Ct))).Problem?.Code);
    }

    [Fact]
    public async Task Two_who_merge_the_same_leads_both_ways_at_once_lose_neither()
    {
        var one = await MakeAsync(new LeadTexts { Name = "One" });
        var two = await MakeAsync(new LeadTexts { Name = "Two" });
        var outcomes = await Task.WhenAll(
            Run((MergeLeads act) => act.RunAsync(one.Id, two.Id, Ct)),
            Run((MergeLeads act) => act.RunAsync(two.Id, one.Id, Ct))
        );

        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.Single(await LeadsAsync());
    }

    [Fact]
    public async Task Own_statuses_take_the_place_of_the_built_in_ones()
    {
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        await ChangeAsync(lead.Id, new LeadChange { Status = "in_work" });
        LeadStatusInput[] wanted =
        [
            new("new", "Fresh", "pink", LeadStatusKind.Open),
            new(null, "Offer sent", "violet", LeadStatusKind.Open),
            new("won", "Won", "green", LeadStatusKind.Won),
            new("lost", "Lost", "gray", LeadStatusKind.Lost),
        ];

        var refused = await Run((SaveLeadStatuses act) => act.RunAsync(wanted, null, Ct));
        Assert.Equal("leads.status_needs_target", refused.Problem?.Code);
        Assert.Equal(
            ["new", "in_work", "won", "lost"],
            (await Run((ListLeadStatuses act) => act.RunAsync(Ct))).Select(status => status.Key)
        );

        var saved = await Run((SaveLeadStatuses act) => act.RunAsync(wanted, new Dictionary<string, string> { ["in_work"] = "won" }, Ct));
        Assert.Equal(["Fresh", "Offer sent", "Won", "Lost"], saved.Value!.Select(status => status.Name));
        Assert.Equal([true, true, false, false], saved.Value!.Select(status => status.HasOwnName));
        Assert.Equal("won", (await LeadAsync()).Status);
        Assert.Equal(
            "leads.no_status",
            (await Run((ChangeLead act) => act.RunAsync(lead.Id, new LeadChange { Status = "in_work" }, Ct))).Problem?.Code
        );
        Assert.True((await Run((ChangeLead act) => act.RunAsync(lead.Id, new LeadChange { Status = saved.Value![1].Key }, Ct))).Succeeded);
    }

    [Fact]
    public async Task A_board_without_an_open_status_is_refused()
    {
        var refused = await Run(
            (SaveLeadStatuses act) =>
                act.RunAsync([new("won", "Won", "green", LeadStatusKind.Won), new(null, "won ", "mauve", LeadStatusKind.Lost)], null, Ct)
        );
        Assert.Equal(
            ["leads.no_open_status", "leads.status_twice", "leads.status_color"],
            refused.Problems.Select(problem => problem.Code)
        );
    }

    [Fact]
    public async Task A_lead_whose_status_is_gone_stands_where_new_ones_begin()
    {
        var lead = await MakeAsync(new LeadTexts { Name = "Anna" });
        await using (var db = OpenDatabase())
        {
            await db.Leads.Where(l => l.Id == lead.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Status, "forgotten"));
        }

        var board = (await Run((ReadLeadBoard act) => act.RunAsync(null, AnyDays, true, null, Ct))).Value!;
        Assert.Equal(["new"], board.Columns[0].Cards.Select(card => card.Status));
        Assert.Equal(["Anna"], await NamesAsync(new LeadFilter { Status = "new" }));
        Assert.Equal(1, await Run((CountNewLeads act) => act.RunAsync(Ct)));
    }

    [Fact]
    public async Task An_export_opens_in_a_spreadsheet_and_runs_nothing_there()
    {
        await MakeAsync(
            new LeadTexts
            {
                Name = "=cmd|' /C calc'!A0",
                Phone = "+380501234567",
                Need = "A cake; \"big\"\nand round",
            }
        );
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
        try
        {
            var csv = await ExportAsync((export, stream) => export.WriteCsvAsync(stream, Ct));
            Assert.StartsWith("\uFEFFId;Erstellt (UTC);Status;Zuständig;Name;Telefon;", csv, StringComparison.Ordinal);
            Assert.Contains(";Neu;;'=cmd|' /C calc'!A0;'+380501234567;", csv, StringComparison.Ordinal);
            Assert.Contains("\"A cake; \"\"big\"\"\nand round\"", csv, StringComparison.Ordinal);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }

        var json = JsonDocument.Parse(await ExportAsync((export, stream) => export.WriteJsonAsync(stream, Ct))).RootElement;
        Assert.Equal("=cmd|' /C calc'!A0", json[0].GetProperty("name").GetString());
    }

    private async Task<string> ExportAsync(Func<LeadExport, Stream, Task> write)
    {
        using var stream = new MemoryStream();
        await Run(
            async (ExportLeads act) =>
            {
                var ready = await act.RunAsync(null, Ct);
                await write(ready.Value!, stream);
                return ready;
            }
        );
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private async Task<LeadRow> MakeAsync(LeadTexts texts, Guid? conversationId = null)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var made = await Run((CreateLead act) => act.RunAsync(new NewLead(Bot.Id, conversationId, texts), Ct));
        Assert.True(made.Succeeded, made.Problem?.Code);
        return made.Value;
    }

    private async Task<LeadRow> ChangeAsync(Guid leadId, LeadChange change)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var changed = await Run((ChangeLead act) => act.RunAsync(leadId, change, Ct));
        Assert.True(changed.Succeeded, changed.Problem?.Code);
        return changed.Value;
    }

    private async Task<IEnumerable<string>> NamesAsync(LeadFilter filter) =>
        (await Run((ListLeads act) => act.RunAsync(filter, LeadOrder.Created, null, 50, Ct))).Value!.Items.Select(lead => lead.Name);

    private async Task<Guid> GivenMemberAsync(string name, Role role = Role.Operator)
    {
        var address = $"{name}-{AccountId:n}@example.org";
        var user = await Given(
            new User
            {
                UserName = address,
                Email = address,
                DisplayName = name,
                CreatedAt = Clock.Now,
            }
        );
        await Given(new Membership(AccountId, user.Id, role, Clock.Now));
        return user.Id;
    }
}
