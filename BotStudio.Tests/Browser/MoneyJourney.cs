using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BotStudio.Tests.Browser;

/// <summary>An owner brings a key of their own and sets a limit to what AI may cost.</summary>
public sealed class MoneyJourney(MoneyJourney.PaidApp app) : BrowserTest, IClassFixture<MoneyJourney.PaidApp>
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task A_key_and_a_limit_are_set_by_everybody(int width, ColorScheme scheme) =>
        VisitAsync(
            app,
            async page =>
            {
                await page.SignUpAsync();
                await page.OpenAsync("/app/settings/ai");
                await page.GetByRole(AriaRole.Button, new() { Name = "Use another address" }).ClickAsync();
                await page.GetByLabel("Address").FillAsync(app.Ai.BaseUrl.AbsoluteUri);
                await page.GetByLabel("Key", new() { Exact = true }).FillAsync("sk-journey-1234567890-abcd");
                await page.GetByRole(AriaRole.Button, new() { Name = "Check and save" }).ClickAsync();
                await Expect(page.GetByText("…abcd")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);

                await page.OpenAsync("/app/usage");
                await page.GetByRole(AriaRole.Button, new() { Name = "Set a limit" }).ClickAsync();
                await page.GetByLabel("Amount").FillAsync("12.50");
                await Axe.AssertNothingSeriousAsync(page);
                await page.GetByRole(AriaRole.Button, new() { Name = "Save the limit" }).ClickAsync();
                await Expect(page.GetByText("$0.00 of $12.50")).ToBeVisibleAsync();
                await Axe.AssertNothingSeriousAsync(page);
            },
            new()
            {
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = scheme,
            }
        );

    /// <summary>Owners may enter the address of the fake provider.</summary>
    public sealed class PaidApp : App
    {
        public AiServer Ai { get; private set; } = null!;

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1" };

        public override async Task InitializeAsync()
        {
            Ai = await AiServer.StartAsync();
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Ai.DisposeAsync();
        }
    }
}
