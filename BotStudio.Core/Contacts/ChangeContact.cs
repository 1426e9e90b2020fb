using System.Text.Json;
using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Contacts;

/// <summary>Changes what an owner may change of a contact: language, tags, the bot's own fields. What is left out stays as it is.</summary>
/// <returns>
/// The contact; <c>not_found</c>; <c>forbidden</c> below operator; <c>document.unknown_language</c>; <c>contacts.unknown_field</c>; what
/// <see cref="ContactTags.Check"/> and <see cref="ContactFieldValues.Parse"/> find.
/// </returns>
public sealed class ChangeContact(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome<ContactListRow>> RunAsync(Guid botId, Guid contactId, ContactInput change, CancellationToken ct)
    {
        if (!account.May(Permission.ChangePeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // Locked, so that two who change different things of one contact both keep theirs.
        var contact = await db
            .Contacts.FromSql($"select * from contacts where id = {contactId} and bot_id = {botId} for no key update")
            .AsNoTracking()
            .SingleOrDefaultAsync(ct);
        if (contact is null)
        {
            return Problem.NotFound;
        }

        var tags = TagsAfter(contact.Tags, change);
        var fields = FieldsAfter(contact, change, await db.ContactFieldsOf(botId, ct));
        if ((CheckLanguage(change.Language) ?? (tags.Count > contact.Tags.Length ? ContactTags.Check(tags) : null)) is { } problem)
        {
            return problem;
        }

        if (!fields.Succeeded)
        {
            return Outcome<ContactListRow>.Refused(fields.Problems);
        }

        var language = change.Language switch
        {
            null => contact.Language,
            ContactInput.Automatic => null,
            var chosen => chosen,
        };
        await db
            .Contacts.Where(c => c.Id == contactId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(c => c.Language, language)
                        .SetProperty(c => c.Tags, tags.ToArray())
                        .SetProperty(c => c.Fields, fields.Value),
                ct
            );
        await transaction.CommitAsync(ct);
        return ContactListRow.Of(await db.Contacts.AsNoTracking().SingleAsync(c => c.Id == contactId, CancellationToken.None));
    }

    private static Problem? CheckLanguage(string? language) =>
        language is null or ContactInput.Automatic || Languages.IsKnown(language)
            ? null
            : new Problem("document.unknown_language", language).At("/language");

    private static IReadOnlyList<string> TagsAfter(string[] tags, ContactInput change)
    {
        var removed = ContactTags.Clean(change.RemoveTags ?? []);
        return ContactTags.Clean(
            (change.Tags ?? tags).Where(tag => !removed.Contains(tag, StringComparer.OrdinalIgnoreCase)).Concat(change.AddTags ?? [])
        );
    }

    /// <returns>The fields as JSON, or everything that is wrong with the new values.</returns>
    private static Outcome<string> FieldsAfter(Contact contact, ContactInput change, IReadOnlyList<ContactField> fields)
    {
        var values = new Dictionary<string, string>(ContactFieldValues.Read(contact.Fields));
        var problems = new List<Problem>();
        foreach (var (key, value) in change.Fields ?? new Dictionary<string, JsonElement>())
        {
            // A value whose field is no more can still be taken away.
            if (fields.FirstOrDefault(field => field.Key == key) is not { } field)
            {
                if (value.ValueKind != JsonValueKind.Null || !values.Remove(key))
                {
                    problems.Add(new Problem("contacts.unknown_field", key).At("/fields/" + key));
                }

                continue;
            }

            var parsed = ContactFieldValues.Parse(field, value);
            problems.AddRange(parsed.Problems);
            if (parsed.Value is { } kept)
            {
                values[key] = kept;
            }
            else if (parsed.Problem is null)
            {
                values.Remove(key);
            }
        }

        return problems.Count > 0 ? Outcome<string>.Refused(problems) : JsonSerializer.Serialize(values);
    }
}

/// <summary>What is to be different about a contact; null leaves it as it is.</summary>
public sealed record ContactInput
{
    /// <summary>For <see cref="Language"/>: what their client reports counts again.</summary>
    public const string Automatic = "auto";

    /// <summary>A language code, or <see cref="Automatic"/>.</summary>
    public string? Language { get; init; }

    /// <summary>These instead of what there was.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    public IReadOnlyList<string>? AddTags { get; init; }

    public IReadOnlyList<string>? RemoveTags { get; init; }

    /// <summary>By the fields' keys; a JSON null takes a value away, fields that are left out stay.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }
}

internal static class ContactFieldsQuery
{
    /// <summary>The bot's own fields as the draft has them: what an owner sees is what can be filled.</summary>
    public static async Task<IReadOnlyList<ContactField>> ContactFieldsOf(this BotStudioDb db, Guid botId, CancellationToken ct)
    {
        var draft = await db.Bots.Where(b => b.Id == botId).Select(b => b.Draft).SingleAsync(ct);
        return DocumentJson.Read(draft).ContactFields;
    }
}
