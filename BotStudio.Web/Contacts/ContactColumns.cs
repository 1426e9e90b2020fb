using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using Microsoft.JSInterop;

namespace BotStudio.Web.Contacts;

/// <summary>Which columns of the table a reader wants to see, remembered by their browser for each bot.</summary>
public sealed class ContactColumns(IJSRuntime js, Guid botId)
{
    public const string FieldPrefix = "field.";

    /// <summary>Those of every bot, in their order. The name is always there.</summary>
    public static readonly IReadOnlyList<string> Common = ["tags", "language", "source", "balance", "first_seen", "last_seen"];

    private static readonly string[] AtFirst = ["tags", "source", "first_seen", "last_seen"];

    private List<string> shown = [.. AtFirst];

    private string Key => $"botstudio.contacts.columns.{botId}";

    public bool IsShown(string column) => shown.Contains(column);

    /// <summary>Those that are shown, the bot's own fields last.</summary>
    public IEnumerable<string> Of(IReadOnlyList<ContactField> fields) =>
        Common.Concat(fields.Select(field => FieldPrefix + field.Key)).Where(IsShown);

    public async Task ReadAsync()
    {
        try
        {
            if (await js.InvokeAsync<string?>("localStorage.getItem", Key) is { } kept)
            {
                shown = [.. kept.Split(',', StringSplitOptions.RemoveEmptyEntries)];
            }
        }
        catch (JSException)
        {
            // A browser that keeps nothing shows what it shows at first.
        }
    }

    public async Task ShowAsync(string column, bool isShown)
    {
        shown.Remove(column);
        if (isShown)
        {
            shown.Add(column);
        }

        try
        {
            await js.InvokeVoidAsync("localStorage.setItem", Key, string.Join(',', shown));
        }
        catch (JSException)
        {
            // Remembered until the page is left.
        }
    }
}
