using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Bots;
using BotStudio.Core.Conversations;
using BotStudio.Tests.Accounts.Members;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Accounts.Details;

public sealed class AccountDetailsTests(Acts acts) : Team(acts)
{
    [Fact]
    public async Task An_account_has_name_address_colour_zone_currency_and_language()
    {
        var owner = await SignedUp();

        var changed = await Change(owner, new AccountInput(" Coffee ", "Coffee-1", "#00AA11", "Europe/Kyiv", "uah", "uk"));

        Assert.Equal(
            ("Coffee", "coffee-1", "#00aa11", "Europe/Kyiv", "UAH", "uk"),
            changed.Value is { } now ? (now.Name, now.Slug, now.Color, now.TimeZone, now.Currency, now.Language) : default
        );
    }

    [Theory]
    [InlineData("", null, null, null, null, null, "accounts.account_name_missing", "/name")]
    [InlineData("x", "no spaces", null, null, null, null, "details.slug_malformed", "/slug")]
    [InlineData("x", "admin", null, null, null, null, "details.slug_malformed", "/slug")]
    [InlineData("x", null, "red", null, null, null, "details.color_malformed", "/color")]
    [InlineData("x", null, null, "Mars/Base", null, null, "details.unknown_zone", "/timeZone")]
    [InlineData("x", null, null, null, "XXX", null, "details.unknown_currency", "/currency")]
    [InlineData("x", null, null, null, null, "fr", "document.unknown_language", "/language")]
    public async Task What_is_wrong_is_said_with_its_place(
        string name,
        string? slug,
        string? color,
        string? zone,
        string? currency,
        string? language,
        string code,
        string place
    )
    {
        var refused = await Change(await SignedUp(), new AccountInput(name, slug, color, zone, currency, language));

        Assert.Equal((code, place), (refused.Problem?.Code, refused.Problem?.Place));
    }

    [Fact]
    public async Task An_address_name_is_taken_once()
    {
        await Change(await SignedUp(), new AccountInput("One", "taken-once"));

        Assert.Equal("details.slug_taken", (await Change(await SignedUp(), new AccountInput("Two", "taken-once"))).Problem?.Code);
    }

    [Fact]
    public async Task A_logo_is_what_its_bytes_say()
    {
        var owner = await SignedUp();

        Assert.Equal("details.logo_no_picture", (await Logo(owner, "<svg onload=alert(1)>"u8.ToArray())).Problem?.Code);
        Assert.Equal("details.logo_too_large", (await Logo(owner, new byte[AccountLogo.MaxBytes + 1])).Problem?.Code);
        Assert.True((await Logo(owner, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])).Succeeded);
        Assert.Equal("image/png", (await Run((OpenLogo act) => act.RunAsync(owner.AccountId, Ct))).Value?.ContentType);
    }

    [Fact]
    public async Task Messages_go_when_they_are_older_than_the_account_keeps_them()
    {
        var owner = await SignedUp();
        var chat = await ChatAsync(owner);
        await As(owner.UserId, owner.AccountId, (ChangeRetention act) => act.RunAsync(30, Ct));
        Clock.Advance(TimeSpan.FromDays(29));
        await Acts.Services.GetRequiredService<ForgetMessages>().RunOnceAsync(Ct);
        Assert.Equal(1, await MessagesAsync(chat));

        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await As(owner.UserId, owner.AccountId, (CountOldMessages act) => act.RunAsync(30, Ct)));
        await Acts.Services.GetRequiredService<ForgetMessages>().RunOnceAsync(Ct);

        Assert.Equal(0, await MessagesAsync(chat));
    }

    [Fact]
    public async Task A_deleted_account_is_there_until_its_time_is_up_and_then_gone_from_every_table()
    {
        var owner = await SignedUp();
        var other = await SignedUp();
        await ChatAsync(owner);
        var name = (await As(owner.UserId, owner.AccountId, (ReadAccount act) => act.RunAsync(Ct))).Name;
        Assert.Equal("members.name_differs", (await Delete(owner, "something else")).Problem?.Code);
        Assert.True((await Delete(owner, name)).Succeeded);

        Clock.Advance(Account.GracePeriod - TimeSpan.FromMinutes(1));
        await RemoveDueAsync();
        Assert.NotEmpty(await RowsOfAsync(owner.AccountId));

        Clock.Advance(TimeSpan.FromMinutes(2));
        await RemoveDueAsync();
        Assert.Empty(await RowsOfAsync(owner.AccountId));
        Assert.NotEmpty(await RowsOfAsync(other.AccountId));
    }

    [Fact]
    public async Task Who_changes_their_mind_keeps_the_account()
    {
        var owner = await SignedUp();
        var name = (await As(owner.UserId, owner.AccountId, (ReadAccount act) => act.RunAsync(Ct))).Name;
        await Delete(owner, name);
        await As(owner.UserId, owner.AccountId, (KeepAccount act) => act.RunAsync(Ct));

        Clock.Advance(Account.GracePeriod + TimeSpan.FromDays(1));
        await RemoveDueAsync();

        Assert.NotEmpty(await RowsOfAsync(owner.AccountId));
    }

    private Task<Core.Outcomes.Outcome<AccountDetails>> Change(SignedIn who, AccountInput input) =>
        As(who.UserId, who.AccountId, (ChangeAccount act) => act.RunAsync(input, Ct));

    private Task<Core.Outcomes.Outcome<DateTimeOffset>> Logo(SignedIn who, byte[] bytes) =>
        As(who.UserId, who.AccountId, (ChangeLogo act) => act.RunAsync(new MemoryStream(bytes), Ct));

    private Task<Core.Outcomes.Outcome<DateTimeOffset>> Delete(SignedIn who, string name) =>
        As(who.UserId, who.AccountId, (DeleteAccount act) => act.RunAsync(name, Ct));

    private Task RemoveDueAsync() => Acts.Services.GetRequiredService<RemoveAccounts>().RunOnceAsync(Ct);

    /// <summary>A bot with a chat in which something was said.</summary>
    private async Task<Guid> ChatAsync(SignedIn owner)
    {
        var botId = (await As(owner.UserId, owner.AccountId, (CreateBot act) => act.RunAsync(A.Document(), Ct))).Value;
        await using var db = OpenDatabase();
        var chats = new Chats(Acts.Services, Clock);
        var chat = await chats.BeginAsync(await db.Bots.SingleAsync(b => b.Id == botId), "Anna");
        await chats.HeardAsync(chat, "Hello");
        return chat.ConversationId;
    }

    private async Task<int> MessagesAsync(Guid conversationId)
    {
        await using var db = OpenDatabase();
        return await db.Messages.CountAsync(m => m.ConversationId == conversationId);
    }

    /// <summary>Tables that still know the account.</summary>
    private async Task<List<string>> RowsOfAsync(Guid accountId)
    {
        await using var db = OpenDatabase();
        var left = new List<string>();
        foreach (var table in Architecture.TwoAccounts.TablesOf(Acts.Services).Select(type => type.GetTableName()!).Append("accounts"))
        {
            var column = table == "accounts" ? "id" : "account_id";
#pragma warning disable EF1002 // Both names are the model's.
            var count = await db
                .Database.SqlQueryRaw<long>($"select count(*) as \"Value\" from {table} where {column} = {{0}}", accountId)
                .ToListAsync();
#pragma warning restore EF1002
            if (count[0] > 0)
            {
                left.Add(table);
            }
        }

        return left;
    }
}
