using System.Buffers.Binary;
using System.Text.RegularExpressions;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;
using BotStudio.Web.Landing.Home;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Playwright;

namespace BotStudio.Tests.Screenshots;

/// <summary><c>./screenshots.sh brand</c>: icons of the mark and the cards that messengers show for a link, drawn from build/pictures.</summary>
public sealed partial class BrandPictures(App app) : BrowserTest, IClassFixture<App>
{
    private const string Spruce = "#0d8a74";
    private const string White = "#fff";
    private const string None = "transparent";

    [Draws("brand")]
    public Task Icons_and_cards() =>
        VisitAsync(
            app,
            async page =>
            {
                await DrawIconAsync(page, "wwwroot/icon-192.png", 192, None, "94%", Spruce, White);
                await DrawIconAsync(page, "wwwroot/icon-512.png", 512, None, "94%", Spruce, White);
                await DrawIconAsync(page, "wwwroot/icon-maskable-512.png", 512, Spruce, "56%", White, Spruce);
                await DrawIconAsync(page, "wwwroot/apple-touch-icon.png", 180, Spruce, "68%", White, Spruce);
                await DrawIconAsync(page, "wwwroot/favicon.ico", 32, None, "100%", Spruce, White);
                foreach (var language in Languages.All.Select(each => each.Code))
                {
                    await DrawCardAsync(page, language);
                }
            }
        );

    private static async Task DrawIconAsync(IPage page, string file, int size, string ground, string share, string body, string face)
    {
        await page.SetViewportSizeAsync(size, size);
        await page.SetContentAsync(
            Fill(
                "icon",
                new()
                {
                    ["ground"] = ground,
                    ["share"] = share,
                    ["body"] = body,
                    ["face"] = face,
                }
            )
        );
        var png = await page.ScreenshotAsync(new PageScreenshotOptions { OmitBackground = ground == None });
        await File.WriteAllBytesAsync(Checkout.Path(file), file.EndsWith(".ico", StringComparison.Ordinal) ? Ico(png, size) : png);
    }

    private async Task DrawCardAsync(IPage page, string language)
    {
        await page.SetViewportSizeAsync(1200, 630);
        // The same origin, so that styles and fonts may be loaded.
        await page.GotoAsync("/robots.txt");
        var texts = app.Services.GetRequiredService<IStringLocalizer<HomeText>>();
        var words = InLanguage.Say(
            language,
            () =>
                new Dictionary<string, string>
                {
                    ["language"] = language,
                    ["origin"] = app.Address.GetLeftPart(UriPartial.Authority),
                    ["title"] = texts["hero.title"],
                    ["bubble"] = texts["hero.title.bubble"],
                    ["asks"] = texts["how.piece.ask"],
                    ["answers"] = texts["how.piece.answer"],
                }
        );
        await page.SetContentAsync(Fill("card", words), new PageSetContentOptions { WaitUntil = WaitUntilState.NetworkIdle });
        await page.EvaluateAsync("() => document.fonts.ready");
        await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                Path = Checkout.Path($"wwwroot/images/card-{language}.jpg"),
                Type = ScreenshotType.Jpeg,
                Quality = 82,
            }
        );
    }

    private static string Fill(string template, Dictionary<string, string> values) =>
        Gap()
            .Replace(
                File.ReadAllText(Checkout.Path($"build/pictures/{template}.html")),
                gap => values.GetValueOrDefault(gap.Groups["name"].Value, "")
            );

    /// <summary>One picture as an icon file: a header of 6 bytes, an entry of 16, then the PNG itself.</summary>
    private static byte[] Ico(byte[] png, int size)
    {
        var head = new byte[22];
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(4), 1);
        head[6] = head[7] = (byte)size;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(10), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(12), 32);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(14), png.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(18), head.Length);
        return [.. head, .. png];
    }

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
