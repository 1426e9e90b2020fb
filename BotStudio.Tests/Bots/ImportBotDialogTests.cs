using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Support;
using BotStudio.Web.Bots.Portability;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Bots;

public sealed class ImportBotDialogTests(Acts acts) : AccountScreen(acts), IClassFixture<Acts>
{
    private static readonly BotExport Shop = new() { Document = A.Document(A.TextCommand("price", "Ten euros")), LeftOut = ["/secret"] };

    [Fact]
    public async Task A_file_is_shown_then_becomes_a_bot()
    {
        var dialog = Open();
        Drop(dialog, Shop.Write());

        dialog.WaitForAssertion(() => Assert.Equal("Shop", dialog.Find(".inside b").TextContent));
        Assert.Contains("1 command", dialog.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.Contains("English, Українська", dialog.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.Contains("/secret", dialog.Markup, StringComparison.Ordinal);
        await dialog.InvokeAsync(() => dialog.Find("input[maxlength]").ChangeAsync(new() { Value = "My shop" }));
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        var bot = await SingleBotAsync();
        Assert.Equal("My shop", bot!.Name);
        Assert.Equal($"/app/bots/{bot.Id}", new Uri(Services.GetRequiredService<NavigationManager>().Uri).AbsolutePath);
        Assert.Equal("id-price", DocumentJson.Read(bot.Draft).Commands[0].Id);
    }

    [Fact]
    public async Task Its_parts_get_new_ids_when_asked_for()
    {
        var dialog = Open();
        Drop(dialog, Shop.Write());
        await dialog.WaitForElement(".ids input").ChangeAsync(new() { Value = true });
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());

        Assert.NotEqual("id-price", DocumentJson.Read((await SingleBotAsync())!.Draft).Commands[0].Id);
    }

    [Fact]
    public async Task A_file_with_mistakes_names_them_with_their_places_and_makes_nothing()
    {
        var dialog = Open();
        Drop(dialog, """{"name":"x","languages":5,"commands":[{"name":1}]}""");

        dialog.WaitForAssertion(() =>
            Assert.Equal(
                ["/languages", "/commands/0/name"],
                dialog.FindAll(".mistakes li").Select(mistake => mistake.TextContent.Trim().TrimEnd('.').Split(' ')[^1])
            )
        );
        await dialog.InvokeAsync(() => dialog.Find("form").SubmitAsync());
        Assert.Null(await SingleBotAsync());
        Assert.NotEmpty(dialog.FindAll("input[type=file]"));
    }

    private IRenderedComponent<ImportBotDialog> Open()
    {
        SignIn();
        return Render<ImportBotDialog>(dialog => dialog.Add(x => x.IsOpen, true));
    }

    private static void Drop(IRenderedComponent<ImportBotDialog> dialog, string json) =>
        dialog.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(json, "shop.bot.json"));

    private async Task<Bot?> SingleBotAsync()
    {
        await using var db = OpenDatabase();
        return await db.Bots.SingleOrDefaultAsync(bot => bot.AccountId == AccountId);
    }
}
