using System.Net;
using System.Text.Json.Nodes;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Leads;

/// <summary>The API of leads, route by route, as a program uses it.</summary>
public sealed class LeadEndpointTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private ApiUser user = null!;
    private Guid botId;

    public async Task InitializeAsync()
    {
        user = await ApiUser.SignUpAsync(app);
        botId = (await user.PostAsync("/api/v1/bots", new { Name = "Shop", Language = "en" }))["id"]!.GetValue<Guid>();
    }

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_lead_is_made_read_changed_and_deleted()
    {
        var made = await user.PostAsync(
            "/api/v1/leads",
            new
            {
                BotId = botId,
                Name = "Anna",
                Phone = "050 123 45 67",
            }
        );
        made.AssertIs(HttpStatusCode.Created);
        var path = $"/api/v1/leads/{made["id"]!.GetValue<Guid>()}";
        Assert.Equal(("new", "api", "Anna"), (Text(made["status"]), Text(made["source"]), Text(made["title"])));

        var changed = await user.PatchAsync(
            path,
            new
            {
                Status = "in_work",
                Assignee = "me",
                Budget = "200 €",
            }
        );
        changed.AssertIs(HttpStatusCode.OK);
        Assert.Equal(
            ("in_work", "Oksana", "050 123 45 67"),
            (Text(changed["status"]), Text(changed["assignee"]!["name"]), Text(changed["phone"]))
        );

        var note = await user.PostAsync(path + "/notes", new { Text = "Called" });
        note.AssertIs(HttpStatusCode.OK);
        Assert.Equal("Oksana", Text(note["writtenBy"]));
        var read = await user.GetAsync(path);
        Assert.Equal("Called", Text(read["notes"]![0]!["text"]));
        var history = await user.GetAsync(path + "/history");
        Assert.Equal(["changed", "created"], history.Body!.AsArray().Select(line => Text(line!["kind"])));
        Assert.Equal("Oksana", Text(history.Body![0]!["by"]));

        (await user.DeleteAsync($"{path}/notes/{note["id"]}")).AssertIs(HttpStatusCode.NoContent);
        (await user.DeleteAsync(path)).AssertIs(HttpStatusCode.NoContent);
        (await user.GetAsync(path)).AssertIs(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_list_comes_in_parts_and_obeys_its_conditions()
    {
        for (var i = 0; i < 3; i++)
        {
            (await user.PostAsync("/api/v1/leads", new { BotId = botId, Name = $"Lead {i}" })).AssertIs(HttpStatusCode.Created);
        }

        var first = await user.GetAsync("/api/v1/leads?limit=2");
        Assert.Equal(2, first["items"]!.AsArray().Count);
        var second = await user.GetAsync($"/api/v1/leads?limit=2&after={first["next"]}");
        Assert.Single(second["items"]!.AsArray());
        Assert.Null(second["next"]);

        Assert.Equal("Lead 1", Text((await user.GetAsync("/api/v1/leads?text=LEAD%201"))["items"]![0]!["name"]));
        Assert.Empty((await user.GetAsync("/api/v1/leads?assignee=me"))["items"]!.AsArray());
        Assert.Equal(3, (await user.GetAsync("/api/v1/leads?assignee=nobody&source=api&from=2020-01-01"))["items"]!.AsArray().Count);
        Assert.Empty((await user.GetAsync("/api/v1/leads?until=2020-01-01"))["items"]!.AsArray());
        foreach (var bad in new[] { "assignee=x", "source=x", "from=x", "until=x" })
        {
            Assert.Equal("leads.bad_query", (await user.GetAsync("/api/v1/leads?" + bad)).Code);
        }

        Assert.Equal("leads.bad_cursor", (await user.GetAsync("/api/v1/leads?after=x")).Code);
    }

    [Fact]
    public async Task Numbers_and_statuses_are_told_and_changed()
    {
        var lead = await user.PostAsync(
            "/api/v1/leads",
            new
            {
                BotId = botId,
                Name = "Anna",
                Status = "won",
            }
        );
        var numbers = await user.GetAsync("/api/v1/leads/numbers");
        Assert.Equal(
            (1, 1, 1, 1.0),
            (Number(numbers["today"]), Number(numbers["week"]), Number(numbers["won"]), numbers["conversion"]!.GetValue<double>())
        );

        var refused = await user.PutAsync(
            "/api/v1/leads/statuses",
            """{"statuses":[{"key":"new","name":"New","color":"blue","kind":"open"}]}"""
        );
        Assert.Equal("leads.status_needs_target", refused.Code);
        var saved = await user.PutAsync(
            "/api/v1/leads/statuses",
            """{"statuses":[{"key":"new","name":"New","color":"blue","kind":"open"},{"name":"Sold","color":"green","kind":"won"}],"moves":{"won":"new"}}"""
        );
        saved.AssertIs(HttpStatusCode.OK);
        var statuses = (await user.GetAsync("/api/v1/leads/statuses")).Body!.AsArray();
        Assert.Equal(["New 1", "Sold 0"], statuses.Select(status => $"{status!["name"]} {status["count"]}"));
        Assert.Equal("new", Text((await user.GetAsync($"/api/v1/leads/{lead["id"]}"))["lead"]!["status"]));
    }

    [Fact]
    public async Task Leads_are_merged_and_carried_out()
    {
        var one = await user.PostAsync(
            "/api/v1/leads",
            new
            {
                BotId = botId,
                Name = "Anna",
                Phone = "0501234567",
            }
        );
        var two = await user.PostAsync(
            "/api/v1/leads",
            new
            {
                BotId = botId,
                Email = "a@example.org",
                Phone = "+380501234567",
            }
        );
        var read = await user.GetAsync($"/api/v1/leads/{one["id"]}");
        Assert.Equal(Text(two["id"]), Text(read["duplicates"]![0]!["id"]));

        var merged = await user.PostAsync($"/api/v1/leads/{one["id"]}/merge", new { OtherId = two["id"]!.GetValue<Guid>() });
        merged.AssertIs(HttpStatusCode.OK);
        Assert.Equal(("Anna", "a@example.org"), (Text(merged["name"]), Text(merged["email"])));

        var json = await user.GetAsync("/api/v1/leads/export");
        Assert.Equal("Anna", Text(Assert.Single(json.Body!.AsArray())!["name"]));
        Assert.Equal("leads.bad_query", (await user.GetAsync("/api/v1/leads/export?format=pdf")).Code);
    }

    [Fact]
    public async Task The_address_that_hears_of_leads_is_kept()
    {
        var webhook = $"/api/v1/bots/{botId}/lead-webhook";
        Assert.Null((await user.GetAsync(webhook))["url"]);
        Assert.Equal("leads.bad_url", (await user.PutAsync(webhook, new { Url = "ftp://x" })).Code);
        (await user.PutAsync(webhook, new { Url = "https://crm.example.com/leads" })).AssertIs(HttpStatusCode.NoContent);
        Assert.Equal("https://crm.example.com/leads", Text((await user.GetAsync(webhook))["url"]));
        (await user.PutAsync(webhook, """{"url":null}""")).AssertIs(HttpStatusCode.NoContent);
        Assert.Null((await user.GetAsync(webhook))["url"]);
    }

    private static string? Text(JsonNode? node) => node?.ToString();

    private static int Number(JsonNode? node) => node!.GetValue<int>();
}
