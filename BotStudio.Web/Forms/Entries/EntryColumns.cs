using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Entries;
using BotStudio.Core.Forms.Fields;
using Microsoft.JSInterop;

namespace BotStudio.Web.Forms.Entries;

/// <summary>The columns of a form's answers, and which of them a reader has put away; their browser remembers it.</summary>
public sealed class EntryColumns(IJSRuntime js)
{
    /// <summary>More than fit are put away until a reader takes them out.</summary>
    private const int MostAtFirst = 5;

    private string? formId;
    private HashSet<string>? hidden;

    /// <summary>The questions as they are now, and behind them those that only earlier entries answered.</summary>
    public static IReadOnlyList<AnswerColumn> Of(Form? form, BotDocument document, IEnumerable<EntryRow> entries)
    {
        var now = (form?.Fields ?? []).Select(field => new AnswerColumn(field.Id, field.NameIn(document), field is NumberField)).ToList();
        var known = now.Select(column => column.FieldId).ToHashSet();
        now.AddRange(
            entries
                .SelectMany(entry => entry.Answers)
                .Where(answer => known.Add(answer.FieldId))
                .Select(answer => new AnswerColumn(answer.FieldId, answer.Label, answer.Number is not null))
        );
        return now;
    }

    /// <summary>Whether it is shown; of columns that nobody has chosen the first few are.</summary>
    public bool IsShown(AnswerColumn column, IReadOnlyList<AnswerColumn> all) =>
        hidden is null ? all.Take(MostAtFirst).Contains(column) : !hidden.Contains(column.FieldId);

    public async Task ReadAsync(string form)
    {
        formId = form;
        var kept = await CallAsync<string?>("localStorage.getItem", Key(form));
        hidden = kept?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
    }

    public async Task ShowAsync(AnswerColumn column, bool isShown, IReadOnlyList<AnswerColumn> all)
    {
        hidden ??= [.. all.Skip(MostAtFirst).Select(each => each.FieldId)];
        if (isShown)
        {
            hidden.Remove(column.FieldId);
        }
        else
        {
            hidden.Add(column.FieldId);
        }

        if (formId is not null)
        {
            await CallAsync<object?>("localStorage.setItem", Key(formId), string.Join(" ", hidden.Order(StringComparer.Ordinal)));
        }
    }

    private static string Key(string form) => $"entry-columns:{form}";

    private async Task<T?> CallAsync<T>(string function, params object?[] args)
    {
        try
        {
            return await js.InvokeAsync<T>(function, args);
        }
        catch (JSException)
        {
            // A browser that keeps nothing: then nothing is remembered.
            return default;
        }
    }
}

/// <param name="IsNumber">Numbers stand to the right.</param>
public sealed record AnswerColumn(string FieldId, string Label, bool IsNumber);
