using BotStudio.Tests.Support;
using Microsoft.Playwright;

namespace BotStudio.Tests.Screenshots;

/// <summary>What all pictures have in common.</summary>
internal static class Pictures
{
    public static readonly ViewportSize Desk = new() { Width = 1280, Height = 840 };
    public static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };

    /// <summary>Waits for charts and the last words of a page; nothing depends on it but beauty.</summary>
    private const float SettleMilliseconds = 400;

    public static async Task SettlesAsync(this IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.ShowsItselfAsync();
        await page.WaitForTimeoutAsync(SettleMilliseconds);
    }

    /// <summary>Talks to the bot in the simulator, which is open.</summary>
    public static async Task TryBotAsync(this IPage page, string question)
    {
        var write = page.Locator("form.write input.input");
        await write.FillAsync("/start");
        await write.PressAsync("Enter");
        await page.Locator(".message.theirs").First.WaitForAsync();
        await write.FillAsync(question);
        await write.PressAsync("Enter");
        await page.Locator(".message.mine").Nth(1).WaitForAsync();
        await page.Locator(".message.theirs").Nth(1).WaitForAsync();
    }

    public static string Name(this ColorScheme scheme) => scheme == ColorScheme.Dark ? "dark" : "light";
}
