using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Bots.Pages;
using BotStudio.Core.Leads;
using BotStudio.Core.Trials;
using BotStudio.Core.Trials.Questions;
using BotStudio.Core.Trials.Replays;
using BotStudio.Core.Trials.Runs;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Screenshots;

/// <summary>What the people of the restaurant do with their bot.</summary>
internal sealed class RestaurantTeam(LiveApp app, Restaurant restaurant)
{
    private static readonly (string Name, string Phone, string Need, string Budget, string Status, string Note)[] Leads =
    [
        (
            "Lena Hoffmann",
            "+49 151 2345671",
            "Firmenfeier am 18. Dezember, 24 Personen, drei Gänge.",
            "bis 1.500 €",
            "in_work",
            "Menüvorschlag geschickt."
        ),
        ("Марія Шевчук", "+380 67 123 45 67", "Хрестини на 15 гостей, потрібен дитячий стілець.", "", "new", ""),
        (
            "James Whitfield",
            "+44 7700 900123",
            "Rehearsal dinner on the terrace for 30 people.",
            "about 2,000 €",
            "won",
            "Deposit paid on Monday."
        ),
        ("Piotr Zieliński", "+48 601 234 567", "Catering na spotkanie: 12 osób, opcje wegetariańskie.", "900 zł", "in_work", ""),
        ("Ольга Белова", "+49 160 9876543", "День рождения сына, 10 гостей, торт с шоколадом.", "300 €", "new", ""),
        ("Jonas Brandt", "+49 170 5551234", "Weinprobe für acht Personen.", "", "lost", "Kein freier Termin."),
    ];

    public async Task WorkAsync()
    {
        var marco = await HireAsync("Marco Conti", "marco@trattoria-uno.example", Role.Operator);
        await HireAsync("Daria Lysenko", "daria@trattoria-uno.example", Role.Editor);
        await restaurant.DoAsync(
            (InviteMember act) => act.RunAsync(new InvitationInput("chef@trattoria-uno.example", Role.Viewer), app.Address, default)
        );
        await restaurant.DoAsync(
            (SaveBotPage act) =>
                act.RunAsync(restaurant.Bot.Id, Restaurant.Slug, "Fresh pasta by the river. Ask for the menu, or book a table.", default)
        );
        await NoteLeadsAsync(marco);
        await TryAsync();
    }

    private async Task<Guid> HireAsync(string name, string email, Role role)
    {
        using var person = await app.NewPersonAsync();
        await using var db = app.OpenDatabase();
        var user = await db.Users.SingleAsync(each => each.Id == person.UserId);
        // The same team may be hired by several restaurants of a run.
        (user.DisplayName, user.Email) = (name, $"{user.Id:N}"[^4..] + "." + email);
        db.Memberships.Add(new Membership(restaurant.AccountId, user.Id, role, app.Clock.GetUtcNow()));
        await db.SaveChangesAsync();
        return user.Id;
    }

    private async Task NoteLeadsAsync(Guid assignee)
    {
        foreach (var (name, phone, need, budget, status, note) in Leads)
        {
            var texts = new LeadTexts
            {
                Name = name,
                Phone = phone,
                Need = need,
                Budget = budget,
            };
            var lead = await restaurant.DoAsync((CreateLead act) => act.RunAsync(new NewLead(restaurant.Bot.Id, null, texts), default));
            Assert.True(lead.Succeeded, lead.Problem?.Code);
            if (status != "new")
            {
                var change = new LeadChange { Status = status, Assignee = status == "in_work" ? $"{assignee}" : LeadChange.Me };
                await restaurant.DoAsync((ChangeLead act) => act.RunAsync(lead.Value!.Id, change, default));
            }

            if (note.Length > 0)
            {
                await restaurant.DoAsync((AddLeadNote act) => act.RunAsync(lead.Value!.Id, note, default));
            }
        }
    }

    private async Task TryAsync()
    {
        var botId = restaurant.Bot.Id;
        (string Ask, Expectation[] Expected)[] questions =
        [
            ("Do you have something vegan?", [new Contains("vegan"), new NoLongerThan(200)]),
            ("Can I bring my dog?", [new Contains("terrace"), new Lacks("sorry")]),
            ("When does the kitchen close?", [new Contains("21:30")]),
            ("Is table 4 free tonight?", [new Lacks("open daily")]),
        ];
        foreach (var (ask, expected) in questions)
        {
            await restaurant.DoAsync(
                (SaveTestQuestion act) => act.RunAsync(botId, null, new TestQuestionInput(ask, "en", expected), default)
            );
        }

        await restaurant.DoAsync((StartTests act) => act.RunAsync(botId, TrialTarget.Draft, TrialCause.Asked, default));
        var conversations = (await restaurant.Bot.ConversationsAsync()).TakeLast(8).Select(each => each.Id).ToList();
        var plan = await restaurant.DoAsync((PlanReplay act) => act.RunAsync(botId, 14, conversations, default));
        Assert.True(plan.Succeeded, plan.Problem?.Code);
        var replay = await restaurant.DoAsync((StartReplay act) => act.RunAsync(botId, 14, conversations, plan.Value!.Cost, default));
        Assert.True(replay.Succeeded, replay.Problem?.Code);
        await LiveBot.UntilAsync(
            "tests and replay have ended",
            async () =>
            {
                await using var db = app.OpenDatabase();
                return !await db.TestRuns.AnyAsync(run => run.BotId == botId && run.State == TrialState.Running)
                    && !await db.Replays.AnyAsync(each => each.BotId == botId && each.State == TrialState.Running);
            }
        );
    }
}
