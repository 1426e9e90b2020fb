using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Tools;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Tools;

public sealed class ToolSecretTests(Acts acts) : ActTest(acts)
{
    private const string Value = "Bearer 1234567890abcdefXYZW";

    private static readonly HttpTool Tool = ToolDocuments.OrderStatus() with
    {
        Headers =
        [
            new ToolHeader
            {
                Id = "h1",
                Name = "Authorization",
                IsSecret = true,
            },
        ],
    };

    private Guid botId;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        botId = (await Run((CreateBot act) => act.RunAsync(ToolDocuments.With(Tool), Ct))).Value;
    }

    [Fact]
    public async Task A_secret_is_kept_sealed_and_only_its_end_is_shown()
    {
        var row = (await SetAsync()).Value;

        Assert.Equal(("h1", "shop.example.com", "XYZW"), (row!.HeaderId, row.Host, row.Hint));
        Assert.Equal([row], (await Run((ListToolSecrets act) => act.RunAsync(botId, Ct))).Value!);
        await using var db = OpenDatabase();
        Assert.DoesNotContain(
            "1234567890",
            (await db.ToolSecrets.SingleAsync(s => s.BotId == botId)).SealedValue,
            StringComparison.Ordinal
        );
        Assert.Equal(Value, (await OpenAsync(Tool)).Value!["h1"]);
    }

    [Fact]
    public async Task Nobody_sends_a_secret_elsewhere_by_changing_the_address()
    {
        await SetAsync();

        Assert.Equal("tools.secret_missing", (await OpenAsync(Tool with { Url = "https://evil.example.com/{{order}}" })).Problem?.Code);
        Assert.Equal(
            "tools.secret_missing",
            (await OpenAsync(Tool with { Url = "https://shop.example.com:8443/{{order}}" })).Problem?.Code
        );
    }

    [Fact]
    public async Task A_secret_can_be_replaced_and_taken_away()
    {
        await SetAsync();
        await SetAsync("short");
        Assert.Equal("", Assert.Single((await Run((ListToolSecrets act) => act.RunAsync(botId, Ct))).Value!).Hint);

        Assert.True((await Run((RemoveToolSecret act) => act.RunAsync(botId, "h1", Ct))).Succeeded);
        Assert.Equal("tools.secret_missing", (await OpenAsync(Tool)).Problem?.Code);
        Assert.Equal("not_found", (await Run((RemoveToolSecret act) => act.RunAsync(botId, "h1", Ct))).Problem?.Code);
    }

    [Theory]
    [InlineData("two\nlines", "tools.bad_header_value")]
    [InlineData(" ", "tools.secret_missing")]
    public async Task What_is_no_header_is_refused(string value, string code) => Assert.Equal(code, (await SetAsync(value)).Problem?.Code);

    [Fact]
    public async Task Whoever_may_not_change_the_bot_may_not_set_its_secrets() =>
        Assert.Equal(
            "forbidden",
            (await Run((SetToolSecret act) => act.RunAsync(botId, "h1", Tool.Url, Value, Ct), Role.Viewer)).Problem?.Code
        );

    [Fact]
    public async Task A_copy_of_the_bot_has_no_secrets()
    {
        await SetAsync();
        var copy = (await Run((DuplicateBot act) => act.RunAsync(botId, "Copy", Ct))).Value;

        var tool = (await Run((OpenDraft act) => act.RunAsync(copy, Ct))).Value!.Document.Prompt.Tools.Own[0];
        Assert.NotEqual("h1", tool.Headers[0].Id);
        Assert.Empty((await Run((ListToolSecrets act) => act.RunAsync(copy, Ct))).Value!);
    }

    private Task<Core.Outcomes.Outcome<ToolSecretRow>> SetAsync(string value = Value) =>
        Run((SetToolSecret act) => act.RunAsync(botId, "h1", Tool.Url, value, Ct));

    private Task<Core.Outcomes.Outcome<IReadOnlyDictionary<string, string>>> OpenAsync(HttpTool tool) =>
        Acts.Services.GetRequiredService<ToolSecrets>().OfAsync(AccountId, botId, tool, Ct);
}
