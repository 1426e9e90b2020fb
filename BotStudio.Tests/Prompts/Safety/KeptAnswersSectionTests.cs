using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Tests.Support;
using BotStudio.Web.Prompts.Safety;
using Bunit;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Prompts.Safety;

public sealed class KeptAnswersSectionTests(Acts acts) : BotScreen(acts), IClassFixture<Acts>
{
    protected override BotDocument Document => A.Document().WithPrompt() with { KeptAnswers = new KeptAnswerSettings { IsOn = true } };

    [Fact]
    public async Task They_are_switched_on_for_some_hours()
    {
        var section = await OpenAsync<KeptAnswersSection>();

        section.Find("[data-place='/keptAnswers/hours']").Change("48");
        Assert.Equal(48, Draft.Document.KeptAnswers.Hours);
        section.Find("input[role=switch]").Change(false);

        Assert.False(Draft.Document.KeptAnswers.IsOn);
        Assert.DoesNotContain("Forget them", section.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_many_there_are_is_said_and_they_can_be_forgotten_after_a_question()
    {
        await KeepAsync(2);
        var section = await OpenAsync<KeptAnswersSection>();
        section.WaitForAssertion(() => Assert.Contains("2 answers are kept.", section.Markup, StringComparison.Ordinal), Patience);

        section.Find(".row button").Click();
        await section.WaitForElement("form", Patience).SubmitAsync();

        section.WaitForAssertion(() => Assert.Empty(section.FindAll(".row button")), Patience);
        await using var db = OpenDatabase();
        Assert.Empty(await db.KeptAnswers.Where(answer => answer.BotId == Bot.Id).ToListAsync(Ct));
    }

    private async Task KeepAsync(int count)
    {
        await using var db = OpenDatabase();
        await db.Database.ExecuteSqlAsync(
            $"""
            with contact as (
                insert into contacts (id, account_id, bot_id, channel, external_id, first_name, created_at, last_seen_at)
                values (gen_random_uuid(), {AccountId}, {Bot.Id}, 'telegram', '1', 'Anna', now(), now()) returning id
            )
            insert into kept_answers (bot_id, key, account_id, contact_id, text, model, created_at, expires_at)
            select {Bot.Id}, int4send(number), {AccountId}, contact.id, 'Yes', 'gpt-4o-mini', {Clock.Now}, {Clock.Now.AddHours(1)}
            from contact cross join generate_series(1, {count}) as number
            """
        );
    }
}
