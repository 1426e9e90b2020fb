using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Entries;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Forms;

public sealed class EntryTests(Acts acts) : ActTest(acts), IClassFixture<Acts>
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Form Order = SomeForm.With(
        new TextField
        {
            Id = "name",
            Key = "name",
            Question = A.Text("Name?"),
        },
        new NumberField
        {
            Id = "amount",
            Key = "amount",
            Question = A.Text("How many?"),
        }
    );

    private Bot bot = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        bot = await Given(new Bot(AccountId, SomeForm.In(Order), Clock.Now));
    }

    [Fact]
    public async Task Entries_are_found_by_form_status_work_time_and_words()
    {
        var done = await EntryAsync("Anna", 2, minutes: 1);
        var open = await EntryAsync("Bob", 10, minutes: 2, EntryStatus.InProgress);
        var other = await EntryAsync("Anna-Maria 100%", 1, minutes: 3, formId: "other");

        Assert.Equal([other, open, done], await IdsAsync(EntryFilter.All));
        Assert.Equal([open, done], await IdsAsync(new EntryFilter { FormId = "order" }));
        Assert.Equal([open], await IdsAsync(new EntryFilter { Status = EntryStatus.InProgress }));
        Assert.Equal([other, done], await IdsAsync(new EntryFilter { Work = EntryWork.New }));
        Assert.Equal([open], await IdsAsync(new EntryFilter { From = Start.AddMinutes(2), To = Start.AddMinutes(3) }));
        Assert.Equal([other, done], await IdsAsync(new EntryFilter { Search = "ANNA" }));
        Assert.Equal([other], await IdsAsync(new EntryFilter { Search = "0%" }));
        Assert.Empty(await IdsAsync(new EntryFilter { Search = "a_na" }));
        Assert.Equal("entries.period_reversed", (await ListAsync(new EntryFilter { From = Start, To = Start.AddDays(-1) })).Problem?.Code);
    }

    [Theory]
    [InlineData(EntrySort.Started)]
    [InlineData(EntrySort.Changed)]
    [InlineData(EntrySort.Completed)]
    [InlineData(EntrySort.Contact)]
    [InlineData(EntrySort.Status)]
    [InlineData(EntrySort.Work)]
    [InlineData(EntrySort.Answer)]
    public async Task Every_order_goes_page_by_page_without_a_gap_or_a_repeat(EntrySort by)
    {
        for (var i = 0; i < 7; i++)
        {
            await EntryAsync("Name " + (i % 3), i % 4, minutes: i, i % 2 == 0 ? EntryStatus.Completed : EntryStatus.Cancelled);
        }

        foreach (var descending in new[] { false, true })
        {
            var order = new EntryOrder(by, descending, by == EntrySort.Answer ? "name" : null);
            var all = (await ListAsync(EntryFilter.All, order)).Value!.Items.Select(entry => entry.Id).ToList();
            Assert.Equal(7, all.Count);
            var paged = new List<Guid>();
            EntryStart? after = null;
            do
            {
                var page = (await ListAsync(EntryFilter.All, order, EntryStart.Parse(after?.ToString()), size: 2)).Value!;
                paged.AddRange(page.Items.Select(entry => entry.Id));
                after = page.Next;
            } while (after is not null);

            Assert.Equal(all, paged);
        }
    }

    [Fact]
    public async Task Numbers_are_ordered_as_numbers()
    {
        var ten = await EntryAsync("A", 10, minutes: 1);
        var nine = await EntryAsync("B", 9, minutes: 2);
        var none = await EntryAsync("C", null, minutes: 3);
        Assert.Equal([none, nine, ten], await IdsAsync(EntryFilter.All, new EntryOrder(EntrySort.Answer, Descending: false, "amount")));
    }

    [Fact]
    public async Task A_place_in_the_list_that_nobody_handed_out_is_refused()
    {
        await EntryAsync("A", 1, minutes: 1);
        var forged = new EntryStart(EntryOrder.LatestFirst, "soon", Guid.CreateVersion7());
        Assert.Equal("entries.bad_cursor", (await ListAsync(EntryFilter.All, EntryOrder.LatestFirst, forged)).Problem?.Code);
        Assert.All(
            new[] { "x", "", "%%%", Convert.ToBase64String(Encoding.UTF8.GetBytes("9+")) },
            text => Assert.Null(EntryStart.Parse(text))
        );
    }

    [Fact]
    public async Task Entries_are_handled_and_deleted_by_those_who_may()
    {
        var first = await EntryAsync("A", 1, minutes: 1);
        var second = await EntryAsync("B", 1, minutes: 2);
        Assert.Equal(2, (await Run((ChangeEntryWork act) => act.RunAsync(bot.Id, [first, second], EntryWork.Done, Ct))).Value);
        Assert.Equal([second, first], await IdsAsync(new EntryFilter { Work = EntryWork.Done }));
        Assert.Equal(1, (await Run((DeleteEntries act) => act.RunAsync(bot.Id, [first], Ct))).Value);
        Assert.Equal("not_found", (await Run((ReadEntry act) => act.RunAsync(bot.Id, first, Ct))).Problem?.Code);
        Assert.Equal("not_found", (await Run((DeleteEntries act) => act.RunAsync(bot.Id, [first], Ct))).Problem?.Code);
        Assert.Equal("B", (await Run((ReadEntry act) => act.RunAsync(bot.Id, second, Ct))).Value!.Answers[0].Text);
    }

    [Fact]
    public async Task The_numbers_show_where_contacts_stop()
    {
        await EntryAsync("A", 1, minutes: 0);
        await EntryAsync("B", 1, minutes: 60 * 24);
        await EntryAsync("C", null, minutes: 1, EntryStatus.InProgress, reached: "amount");
        await EntryAsync("", null, minutes: 2, EntryStatus.Cancelled, reached: "name");
        await EntryAsync("D", 1, minutes: 3, EntryStatus.InProgress, reached: null);
        await EntryAsync("E", 1, minutes: 4, EntryStatus.InProgress, reached: "gone");

        var numbers = (
            await Run(
                (ReadEntryNumbers act) =>
                    act.RunAsync(bot.Id, "order", new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 3), TimeZoneInfo.Utc, Ct)
            )
        ).Value!;
        Assert.Equal((6, 2, 1, 3, 2), (numbers.Started, numbers.Completed, numbers.Cancelled, numbers.InProgress, numbers.New));
        Assert.Equal(TimeSpan.FromMinutes(5), numbers.MedianTime);
        Assert.Equal([(5, 1), (1, 1), (0, 0)], numbers.Days.Select(day => (day.Started, day.Completed)));
        Assert.Equal(
            [("name", 5, 1), ("amount", 4, 1), (null, 3, 1)],
            numbers.Steps.Select(step => (step.FieldId, step.Reached, step.Stopped))
        );
        Assert.Equal(
            "not_found",
            (await Run((ReadEntryNumbers act) => act.RunAsync(bot.Id, "none", default, default, TimeZoneInfo.Utc, Ct))).Problem?.Code
        );
    }

    [Fact]
    public async Task A_form_s_export_has_a_column_for_each_question_also_for_those_of_before()
    {
        await EntryAsync(
            "=1+1",
            1234.5m,
            minutes: 1,
            more: new EntryAnswer
            {
                FieldId = "old",
                Key = "old",
                Type = "text",
                Label = "Old; one",
                Text = "\"x\"",
            }
        );
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
        var export = (await Run((ExportEntries act) => act.RunAsync(bot.Id, new EntryFilter { FormId = "order" }, Ct))).Value!;
        using var csv = new MemoryStream();
        await export.WriteCsvAsync(csv, Ct);

        Assert.Equal([0xEF, 0xBB, 0xBF], csv.ToArray()[..3]);
        var lines = Encoding.UTF8.GetString(csv.ToArray()[3..]).Split("\r\n");
        Assert.EndsWith("Begonnen (UTC);Abgeschlossen (UTC);Name?;How many?;\"Old; one\"", lines[0], StringComparison.Ordinal);
        Assert.Contains(";Order;Ausgefüllt;Neu;", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(";'=1+1;1234,5;\"\"\"x\"\"\"", lines[1], StringComparison.Ordinal);

        using var json = new MemoryStream();
        await (await Run((ExportEntries act) => act.RunAsync(bot.Id, EntryFilter.All, Ct))).Value!.WriteJsonAsync(json, Ct);
        var entry = Assert.Single(JsonNode.Parse(json.ToArray())!.AsArray())!;
        Assert.Equal(("completed", "=1+1"), ((string?)entry["status"], (string?)entry["answers"]![0]!["text"]));
    }

    [Fact]
    public async Task An_export_of_many_is_whole()
    {
        for (var i = 0; i < 450; i++)
        {
            await EntryAsync("N" + i, i, minutes: 1);
        }

        using var csv = new MemoryStream();
        await (await Run((ExportEntries act) => act.RunAsync(bot.Id, EntryFilter.All, Ct))).Value!.WriteCsvAsync(csv, Ct);
        var text = Encoding.UTF8.GetString(csv.ToArray());
        Assert.All(Enumerable.Range(0, 450), i => Assert.Contains($"N{i}\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal));
    }

    private Task<Core.Outcomes.Outcome<EntryPage>> ListAsync(
        EntryFilter filter,
        EntryOrder? order = null,
        EntryStart? after = null,
        int size = 50
    ) => Run((ListEntries act) => act.RunAsync(bot.Id, filter, order, after, size, Ct));

    private async Task<List<Guid>> IdsAsync(EntryFilter filter, EntryOrder? order = null)
    {
        var page = await ListAsync(filter, order);
        Assert.True(page.Succeeded, page.Problem?.Code);
        return [.. page.Value.Items.Select(entry => entry.Id)];
    }

    private async Task<Guid> EntryAsync(
        string name,
        decimal? amount,
        int minutes,
        EntryStatus status = EntryStatus.Completed,
        string formId = "order",
        string? reached = null,
        EntryAnswer? more = null
    )
    {
        var answers = new List<EntryAnswer>
        {
            new()
            {
                FieldId = "name",
                Key = "name",
                Type = "text",
                Label = "Name?",
                Value = name,
                Text = name,
            },
        };
        if (amount is not null)
        {
            var written = amount.Value.ToString(CultureInfo.InvariantCulture);
            answers.Add(
                new EntryAnswer
                {
                    FieldId = "amount",
                    Key = "amount",
                    Type = "number",
                    Label = "How many?",
                    Value = written,
                    Text = written,
                }
            );
        }

        if (more is not null)
        {
            answers.Add(more);
        }

        var id = Guid.CreateVersion7();
        var started = Start.AddMinutes(minutes);
        DateTimeOffset? completed = status == EntryStatus.Completed ? started.AddMinutes(5) : null;
        var json = FormsJson.WriteAnswers(answers);
        var text = string.Join('\n', answers.Select(answer => answer.Text)).ToLowerInvariant();
        await using var db = OpenDatabase();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into form_entries (id, account_id, bot_id, form_id, contact_id, conversation_id, language, status, work, answers, text,
                reached_field_id, started_at, changed_at, completed_at)
            values ({id}, {AccountId}, {bot.Id}, {formId}, {Guid.CreateVersion7()}, {Guid.CreateVersion7()}, 'en', {(short)status}, 0, {json}::jsonb, {text},
                {reached}, {started}, {started}, {completed})
            """
        );
        return id;
    }
}
