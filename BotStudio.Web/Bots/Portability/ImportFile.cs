using BotStudio.Core.Bots;
using BotStudio.Core.Outcomes;
using Microsoft.AspNetCore.Components.Forms;

namespace BotStudio.Web.Bots.Portability;

/// <summary>A chosen file, read as an exported bot.</summary>
/// <param name="Name">Of the file.</param>
public sealed record ImportFile(string Name, Outcome<BotExport> Read)
{
    public BotExport? Bot => Read.Value;

    /// <exception cref="IOException">The browser went away while it was read.</exception>
    public static async Task<ImportFile> ReadAsync(IBrowserFile file, CancellationToken ct)
    {
        if (file.Size > BotExport.MaxSizeBytes)
        {
            return new ImportFile(file.Name, BotExport.TooLarge);
        }

        await using var stream = file.OpenReadStream(BotExport.MaxSizeBytes, ct);
        using var reader = new StreamReader(stream);
        return new ImportFile(file.Name, BotExport.Parse(await reader.ReadToEndAsync(ct)));
    }
}
