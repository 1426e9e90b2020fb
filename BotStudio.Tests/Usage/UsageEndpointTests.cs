using System.Net;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Usage;

/// <summary>The API of usage and limits, as a program uses it.</summary>
public sealed class UsageEndpointTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private ApiUser user = null!;

    public async Task InitializeAsync() => user = await ApiUser.SignUpAsync(app);

    public Task DisposeAsync()
    {
        user.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_limit_is_set_changed_and_removed()
    {
        var made = await user.PostAsync("/api/v1/budgets", """{"isPerContact":false,"period":"day","unit":"messages","amount":100}""");
        made.AssertIs(HttpStatusCode.OK);
        var path = $"/api/v1/budgets/{made["id"]!.GetValue<Guid>()}";

        var changed = await user.PutAsync(
            path,
            """{"isPerContact":true,"period":"month","unit":"dollars","amount":2.5,"asksHuman":true}"""
        );
        changed.AssertIs(HttpStatusCode.OK);
        var listed = (await user.GetAsync("/api/v1/budgets"))["0"]!;
        Assert.Equal(
            ("month", "dollars", 2.5m, true),
            (
                listed["period"]!.GetValue<string>(),
                listed["unit"]!.GetValue<string>(),
                listed["amount"]!.GetValue<decimal>(),
                listed["asksHuman"]!.GetValue<bool>()
            )
        );
        (await user.PutAsync(path, """{"isPerContact":true,"period":"month","unit":"dollars","amount":0}""")).AssertIs(
            HttpStatusCode.UnprocessableEntity,
            "budgets.amount_range"
        );

        (await user.DeleteAsync(path)).AssertIs(HttpStatusCode.NoContent);
        (await user.DeleteAsync(path)).AssertIs(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Usage_is_read_for_days_of_the_account_or_of_a_place()
    {
        var month = await user.GetAsync("/api/v1/usage");
        month.AssertIs(HttpStatusCode.OK);
        Assert.Equal(
            (0, 0, 0m),
            (month["month.calls"]!.GetValue<int>(), month["month.messages"]!.GetValue<int>(), month["forecastCost"]!.GetValue<decimal>())
        );

        var days = await user.GetAsync("/api/v1/usage?from=2026-03-28&to=2026-03-30&zone=Europe/Warsaw");
        Assert.Equal(3, days["days"]!.AsArray().Count);
        (await user.GetAsync("/api/v1/usage?zone=Mars/Olympus")).AssertIs(HttpStatusCode.UnprocessableEntity, "conversations.unknown_zone");
        (await user.GetAsync("/api/v1/usage?from=2024-01-01&to=2026-01-01")).AssertIs(HttpStatusCode.UnprocessableEntity, "usage.bad_span");
    }
}
