using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Channels.Telegram;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using BotStudio.Web.Bots;
using BotStudio.Web.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Bots;

public sealed class NewBotDialogTests(PolledTelegram acts) : AccountScreen(acts), IClassFixture<PolledTelegram>
{
    private TelegramServer Telegram => acts.Telegram;

    private string Address => new Uri(Services.GetRequiredService<NavigationManager>().Uri).AbsolutePath;

    [Fact]
    public async Task Without_a_token_the_bot_is_made_and_can_be_tried()
    {
        var dialog = await NameAsync("Coffee");
        await ChooseAsync(dialog, "Here first");
        await SubmitAsync(dialog);

        var bot = await SingleBotAsync();
        Assert.Equal($"/app/bots/{bot.Id}/simulator", Address);
        Assert.Equal("Coffee", bot.Name);
        Assert.False(bot.IsPublished);
    }

    [Fact]
    public async Task It_speaks_what_was_chosen()
    {
        var dialog = Open();
        await dialog.InvokeAsync(() => dialog.Find("input[maxlength]").InputAsync(new() { Value = "Kava" }));
        await dialog.InvokeAsync(() => dialog.Find("select").ChangeAsync(new() { Value = "uk" }));
        await dialog
            .FindAll(".chip")
            .Single(chip => chip.TextContent.Contains("Polski", StringComparison.Ordinal))
            .QuerySelector("input")!
            .ChangeAsync(new() { Value = true });
        await ChooseAsync(dialog, "Shop");
        await SubmitAsync(dialog);
        await ChooseAsync(dialog, "Here first");
        await SubmitAsync(dialog);

        var document = DocumentJson.Read((await SingleBotAsync()).Draft);
        Assert.Equal("uk", document.DefaultLanguage);
        Assert.Equal(["uk", "pl"], document.Languages);
        Assert.Contains(document.Commands, command => command.Name == "catalog");
    }

    [Fact]
    public async Task With_a_token_it_answers_at_once()
    {
        var token = Telegram.NewToken();
        var dialog = await NameAsync("Coffee");
        await dialog.InvokeAsync(() => dialog.Find(".token input").InputAsync(new() { Value = $"  {token} " }));
        await SubmitAsync(dialog);

        var bot = await SingleBotAsync();
        Assert.Equal($"/app/bots/{bot.Id}", Address);
        Assert.True(bot.IsPublished);
        await using var db = OpenDatabase();
        Assert.Equal(Telegram.Bot(token).Username, (await db.ChannelConnections.SingleAsync(c => c.BotId == bot.Id)).Username);
        Assert.Contains(Telegram.Bot(token).Username, Services.GetRequiredService<Toasts>().Shown.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_needs_a_name()
    {
        var dialog = await NameAsync("  ");

        Assert.Equal("true", dialog.Find("input[maxlength]").GetAttribute("aria-invalid"));
        Assert.Empty(dialog.FindAll(".token"));
    }

    [Fact]
    public async Task What_cannot_be_a_token_makes_no_bot()
    {
        var dialog = await NameAsync("Coffee");
        await dialog.InvokeAsync(() => dialog.Find(".token input").InputAsync(new() { Value = "my token" }));
        await SubmitAsync(dialog);

        Assert.Equal("true", dialog.Find(".token input").GetAttribute("aria-invalid"));
        await using var db = OpenDatabase();
        Assert.False(await db.Bots.AnyAsync(bot => bot.AccountId == AccountId));
    }

    [Fact]
    public async Task After_a_refused_token_another_one_serves_the_same_bot()
    {
        var revoked = Telegram.NewToken();
        Telegram.Revoke(revoked);
        var dialog = await NameAsync("Coffee");
        await dialog.InvokeAsync(() => dialog.Find(".token input").InputAsync(new() { Value = revoked }));
        await SubmitAsync(dialog);
        Assert.Contains("does not know this token", dialog.Find(".token .error").TextContent, StringComparison.Ordinal);

        await dialog.InvokeAsync(() => dialog.Find(".token input").InputAsync(new() { Value = Telegram.NewToken() }));
        await SubmitAsync(dialog);

        Assert.True((await SingleBotAsync()).IsPublished);
    }

    [Fact]
    public async Task Who_may_not_connect_is_not_asked_for_a_token()
    {
        Role = Role.Editor;

        await NameAsync("Coffee");

        Assert.Equal($"/app/bots/{(await SingleBotAsync()).Id}/simulator", Address);
    }

    private IRenderedComponent<NewBotDialog> Open()
    {
        SignIn();
        return Render<NewBotDialog>(dialog => dialog.Add(x => x.IsOpen, true));
    }

    private async Task<IRenderedComponent<NewBotDialog>> NameAsync(string name)
    {
        var dialog = Open();
        await dialog.InvokeAsync(() => dialog.Find("input[maxlength]").InputAsync(new() { Value = name }));
        await SubmitAsync(dialog);
        return dialog;
    }

    private static Task SubmitAsync(IRenderedComponent<NewBotDialog> dialog) => dialog.Find("form").SubmitAsync();

    private static Task ChooseAsync(IRenderedComponent<NewBotDialog> dialog, string option) =>
        dialog
            .FindAll(".option")
            .Single(card => card.QuerySelector("b")!.TextContent.StartsWith(option, StringComparison.Ordinal))
            .QuerySelector("input")!
            .ChangeAsync(new() { Value = "on" });

    private async Task<Bot> SingleBotAsync()
    {
        await using var db = OpenDatabase();
        return await db.Bots.SingleAsync(bot => bot.AccountId == AccountId);
    }
}
