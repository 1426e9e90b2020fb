using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Localization;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Trials.Questions;

/// <summary>A bot's test questions in their order, and when they are asked.</summary>
/// <returns><c>not_found</c>.</returns>
public sealed class ListTestQuestions(AccountDb accountDb)
{
    public async Task<Outcome<TestSet>> RunAsync(Guid botId, CancellationToken ct)
    {
        await using var db = await accountDb.OpenAsync(ct);
        if (!await db.Bots.AnyAsync(b => b.Id == botId, ct))
        {
            return Problem.NotFound;
        }

        var questions = await db
            .TestQuestions.Where(q => q.BotId == botId)
            .OrderBy(q => q.Position)
            .ThenBy(q => q.Id)
            .AsNoTracking()
            .ToListAsync(ct);
        var settings = await db.TestSettings.AsNoTracking().SingleOrDefaultAsync(s => s.BotId == botId, ct);
        return new TestSet(
            settings?.RunsBeforePublish ?? TestSettings.RunsUnlessToldOtherwise,
            settings?.Blocks ?? false,
            questions.ConvertAll(TestQuestionRow.Of)
        );
    }
}

/// <summary>Keeps a question: a new one behind the others, or other words and expectations for an old one.</summary>
/// <returns>
/// <c>not_found</c>; <c>forbidden</c> below editor; <c>trials.question_empty</c>, <c>trials.question_too_long</c>, <c>trials.too_many_questions</c>,
/// <c>trials.too_many_expectations</c>, <c>trials.unknown_language</c>, or what is wrong with an expectation, with its place.
/// </returns>
public sealed class SaveTestQuestion(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    /// <param name="questionId">Null for a new one.</param>
    public async Task<Outcome<TestQuestionRow>> RunAsync(Guid botId, Guid? questionId, TestQuestionInput input, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var bot = await db.Bots.SingleOrDefaultAsync(b => b.Id == botId, ct);
        var question = questionId is null
            ? null
            : await db.TestQuestions.SingleOrDefaultAsync(q => q.Id == questionId && q.BotId == botId, ct);
        if (bot is null || (questionId is not null && question is null))
        {
            return Problem.NotFound;
        }

        if (Check(input) is { } problem)
        {
            return problem;
        }

        if (question is null)
        {
            var positions = await db.TestQuestions.Where(q => q.BotId == botId).Select(q => q.Position).ToListAsync(ct);
            if (positions.Count >= TestQuestion.MaxCount)
            {
                return new Problem("trials.too_many_questions", TestQuestion.MaxCount);
            }

            question = new TestQuestion(bot, positions.DefaultIfEmpty(0).Max() + 1, clock.GetUtcNow());
            db.TestQuestions.Add(question);
        }

        question.Change(StoredText.Clean(input.Text!).Trim(), input.Language, input.Expectations ?? []);
        await db.SaveChangesAsync(ct);
        return TestQuestionRow.Of(question);
    }

    private static Problem? Missing(Expectation? expectation) => expectation is null ? new Problem("trials.expectation_empty") : null;

    private static Problem? Check(TestQuestionInput input)
    {
        var expectations = input.Expectations ?? [];
        return string.IsNullOrWhiteSpace(input.Text) ? new Problem("trials.question_empty").At("/text")
            : input.Text.Length > TestQuestion.MaxTextLength
                ? new Problem("trials.question_too_long", TestQuestion.MaxTextLength).At("/text")
            : input.Language is { } language && !Languages.IsKnown(language)
                ? new Problem("trials.unknown_language", language).At("/language")
            : expectations.Count > TestQuestion.MaxExpectations
                ? new Problem("trials.too_many_expectations", TestQuestion.MaxExpectations).At("/expectations")
            : expectations
                .Select((expectation, index) => (expectation?.Check() ?? Missing(expectation))?.At($"/expectations/{index}"))
                .FirstOrDefault(found => found is not null);
    }
}

/// <summary>Forgets a question. What it was answered in earlier runs stays.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class DeleteTestQuestion(AccountDb accountDb, CurrentAccount account)
{
    public async Task<Outcome> RunAsync(Guid botId, Guid questionId, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var deleted = await db.TestQuestions.Where(q => q.Id == questionId && q.BotId == botId).ExecuteDeleteAsync(ct);
        return deleted == 0 ? Problem.NotFound : Outcome.Done;
    }
}

/// <summary>Puts a question at another place in the order.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class MoveTestQuestion(AccountDb accountDb, CurrentAccount account)
{
    /// <param name="to">From 0; beyond the end is the end.</param>
    public async Task<Outcome> RunAsync(Guid botId, Guid questionId, int to, CancellationToken ct)
    {
        if (!account.May(Permission.EditBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        var questions = await db.TestQuestions.Where(q => q.BotId == botId).OrderBy(q => q.Position).ThenBy(q => q.Id).ToListAsync(ct);
        if (questions.Find(q => q.Id == questionId) is not { } moved)
        {
            return Problem.NotFound;
        }

        questions.Remove(moved);
        questions.Insert(Math.Clamp(to, 0, questions.Count), moved);
        for (var position = 0; position < questions.Count; position++)
        {
            questions[position].MoveTo(position + 1);
        }

        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}

/// <summary>Says whether the questions are asked before publishing, and whether what does not pass is published.</summary>
/// <returns><c>not_found</c>; <c>forbidden</c> below editor.</returns>
public sealed class ChooseTestSettings(AccountDb accountDb, CurrentAccount account)
{
    /// <param name="blocks">Only together with <paramref name="runsBeforePublish"/>.</param>
    public async Task<Outcome> RunAsync(Guid botId, bool runsBeforePublish, bool blocks, CancellationToken ct)
    {
        if (!account.May(Permission.PublishBots))
        {
            return Problem.Forbidden;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.Bots.SingleOrDefaultAsync(b => b.Id == botId, ct) is not { } bot)
        {
            return Problem.NotFound;
        }

        var settings = await db.TestSettings.SingleOrDefaultAsync(s => s.BotId == botId, ct);
        if (settings is null)
        {
            settings = new TestSettings(bot);
            db.TestSettings.Add(settings);
        }

        settings.Choose(runsBeforePublish, runsBeforePublish && blocks);
        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}

/// <param name="Text">1 to 2,000 characters, as a contact would write them.</param>
/// <param name="Language">Of the contact; the bot's main one when left out.</param>
/// <param name="Expectations">At most 10; all have to be met. None: any answer passes.</param>
public sealed record TestQuestionInput(string? Text, string? Language, IReadOnlyList<Expectation>? Expectations);

public sealed record TestQuestionRow(Guid Id, string Text, string? Language, IReadOnlyList<Expectation> Expectations)
{
    internal static TestQuestionRow Of(TestQuestion question) =>
        new(question.Id, question.Text, question.Language, Expectation.Read(question.Expectations));
}

/// <param name="RunsBeforePublish">Whoever publishes sees first how the questions are answered.</param>
/// <param name="Blocks">What does not pass is not published.</param>
public sealed record TestSet(bool RunsBeforePublish, bool Blocks, IReadOnlyList<TestQuestionRow> Questions);
