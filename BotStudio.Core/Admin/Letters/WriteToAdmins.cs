using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Mail;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace BotStudio.Core.Admin.Letters;

/// <summary>A visitor's letter to whoever runs the platform: an e-mail to each of its admins, or to <c>Admin__Email</c> while there is none.</summary>
/// <returns>What is wrong with the letter, each with its place; <c>letters.nobody</c> when there is nobody to read it.</returns>
public sealed class WriteToAdmins(PlatformDb platformDb, Mails mails, IOptions<AdminOptions> admin, IStringLocalizer<LettersText> texts)
{
    public const int MaxNameLength = 80;
    public const int MaxTextLength = 5000;

    private const string Kind = "admin.letter";

    /// <param name="language">Of the visitor.</param>
    public async Task<Outcome> RunAsync(Letter letter, string language, CancellationToken ct)
    {
        var problems = Check(letter);
        if (problems.Count > 0)
        {
            return Outcome.Refused(problems);
        }

        var readers = await ReadersAsync(ct);
        if (readers.Count == 0)
        {
            return new Problem("letters.nobody");
        }

        foreach (var reader in readers)
        {
            await mails.EnqueueAsync(Mail(letter, language, reader), ct);
        }

        return Outcome.Done;
    }

    private static List<Problem> Check(Letter letter)
    {
        var problems = new List<Problem>();
        if (letter.Name.Trim().Length is 0 or > MaxNameLength)
        {
            problems.Add(new Problem("letters.name_missing") { Place = "/name" });
        }

        if (EmailAddress.Parse(letter.Email) is null)
        {
            problems.Add(new Problem("letters.bad_email") { Place = "/email" });
        }

        if (letter.Text.Trim().Length is 0 or > MaxTextLength)
        {
            problems.Add(new Problem("letters.text_missing", MaxTextLength) { Place = "/text" });
        }

        return problems;
    }

    private async Task<List<Reader>> ReadersAsync(CancellationToken ct)
    {
        await using var db = platformDb.Open();
        var admins = await db.Users.Where(u => u.IsPlatformAdmin).Select(u => new Reader(u.Email!, u.Language)).ToListAsync(ct);
        return admins.Count == 0 && admin.Value.Email is { } address ? [new Reader(address, Languages.Default)] : admins;
    }

    private MailToSend Mail(Letter letter, string language, Reader reader) =>
        InLanguage.Say(
            reader.Language,
            () =>
                new MailToSend(
                    reader.Email,
                    reader.Language,
                    Kind,
                    new MailContent(
                        texts["letter.subject", letter.Name.Trim()],
                        texts["letter.heading"],
                        [letter.Text.Trim()],
                        texts["letter.footnote"]
                    )
                    {
                        Facts =
                        [
                            new MailFact(texts["letter.name"], letter.Name.Trim()),
                            new MailFact(texts["letter.email"], letter.Email.Trim()),
                            new MailFact(texts["letter.language"], Languages.All.First(each => each.Code == language).NativeName),
                        ],
                    }
                )
        );

    private sealed record Reader(string Email, string Language);
}

/// <param name="Email">Where the answer is to go.</param>
public sealed record Letter(string Name, string Email, string Text);
