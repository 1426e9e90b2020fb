using Microsoft.Playwright;

namespace BotStudio.Tests.Screenshots;

/// <summary>Screenshots small enough to be kept in the repository: the browser that takes them writes WebP too.</summary>
internal static class WebP
{
    /// <summary>0 to 1.</summary>
    private const double Quality = 0.72;

    private const string Encode = """
        async ([png, width, quality]) => {
          const picture = new Image();
          picture.src = "data:image/png;base64," + png;
          await picture.decode();
          const canvas = document.createElement("canvas");
          canvas.width = Math.min(width, picture.width);
          canvas.height = Math.round(picture.height * canvas.width / picture.width);
          const pen = canvas.getContext("2d");
          pen.imageSmoothingQuality = "high";
          pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
          return canvas.toDataURL("image/webp", quality).split(",")[1];
        }
        """;

    /// <param name="width">The widest that is kept; wider pictures are made smaller.</param>
    public static async Task SaveAsync(IPage page, string path, int width, bool fullPage = false)
    {
        var png = await page.ScreenshotAsync(
            new PageScreenshotOptions
            {
                FullPage = fullPage,
                Animations = ScreenshotAnimations.Disabled,
                Caret = ScreenshotCaret.Hide,
            }
        );
        // A page of its own: those of the product allow no such thing.
        var desk = await page.Context.NewPageAsync();
        var encoded = await desk.EvaluateAsync<string>(Encode, new object[] { Convert.ToBase64String(png), width, Quality });
        await desk.CloseAsync();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, Convert.FromBase64String(encoded));
    }
}
