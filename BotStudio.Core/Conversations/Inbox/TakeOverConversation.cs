using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Data;
using BotStudio.Core.Jobs;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.Inbox;

/// <summary>
/// Lets the user answer a conversation instead of the bot, also in place of a colleague. The contact is told who is there; what the bot was in the
/// middle of waits. The bot goes on when the user hands it back, or by itself after their silence (<see cref="HandOver"/>).
/// </summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below operator.</returns>
public sealed class TakeOverConversation(
    AccountDb accountDb,
    CurrentAccount account,
    LiveSnapshots snapshots,
    SayInConversation say,
    ConversationHints hints,
    MessageIds ids,
    JobQueue queue,
    TimeProvider clock
)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid conversationId, CancellationToken ct)
    {
        if (!account.May(Permission.AnswerPeople))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var conversation = await db.Conversations.AsNoTracking().SingleOrDefaultAsync(c => c.Id == conversationId && c.BotId == botId, ct);
        if (conversation is null)
        {
            return Problem.NotFound;
        }

        if (account.UserId is not { } userId)
        {
            return Problem.Forbidden;
        }

        if (conversation.TakenOverBy == userId)
        {
            return Outcome.Done;
        }

        var bot = await snapshots.FindAsync(botId, ct);
        await WriteAsync(db, conversation, userId, bot?.HandOver ?? new HandOver(), ct);
        var greeting = await GreetingAsync(db, conversation, userId, bot, ct);
        await say.RunAsync(
            account.Id,
            conversationId,
            new OutgoingMessage { Text = greeting, Form = TextForm.Plain },
            new ReplyReason(ReplyStep.HandOver),
            userId: null,
            CancellationToken.None
        );
        return Outcome.Done;
    }

    private async Task WriteAsync(BotStudioDb db, Conversation conversation, Guid userId, HandOver rules, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? until = rules.ResumesAfterMinutes is { } minutes ? now + TimeSpan.FromMinutes(minutes) : null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db
            .Conversations.Where(c => c.Id == conversation.Id)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(c => c.TakenOverBy, userId)
                        .SetProperty(c => c.TakenOverUntil, until)
                        .SetProperty(c => c.HumanWantedAt, (DateTimeOffset?)null)
                        .SetProperty(c => c.UnreadCount, 0),
                ct
            );
        await db.AddNoteAsync(conversation, ConversationNotes.TakenOver, userId, ids.Next(), now, ct);
        if (until is { } end)
        {
            await queue.EnqueueAsync(db, ResumeBot.JobFor(conversation, end), ct);
        }

        await transaction.CommitAsync(ct);
        hints.Changed(conversation.BotId);
    }

    private static async Task<string> GreetingAsync(
        BotStudioDb db,
        Conversation conversation,
        Guid userId,
        BotSnapshot? bot,
        CancellationToken ct
    )
    {
        const string key = "conversations.say.taken_over";
        var name = await db.Users.Where(u => u.Id == userId).Select(u => u.DisplayName).SingleOrDefaultAsync(ct) ?? "";
        var contact = await db
            .Contacts.Where(c => c.Id == conversation.ContactId)
            .Select(c => new { c.Language, c.LanguageTag })
            .SingleOrDefaultAsync(ct);
        var language = contact?.Language ?? Languages.FromTag(contact?.LanguageTag);
        return bot is null
            ? string.Format(System.Globalization.CultureInfo.InvariantCulture, BotTexts.BuiltIn(key, language ?? Languages.Default), name)
            : bot.Texts.Of(key, bot.LanguageFor(language), name);
    }
}
