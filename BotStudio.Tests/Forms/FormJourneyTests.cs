using System.Text.Json.Nodes;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Entries;
using BotStudio.Core.Forms.Fields;
using BotStudio.Core.Jobs;
using BotStudio.Core.Notices;
using BotStudio.Tests.Support;
using BotStudio.Tests.Support.Fakes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Tests.Forms;

/// <summary>Forms filled in through the real product: its queue, its database, Telegram's answers.</summary>
public sealed class FormJourneyTests(FormJourneyTests.FormApp app) : IClassFixture<FormJourneyTests.FormApp>
{
    private static readonly TextField Name = new()
    {
        Id = "name",
        Key = "name",
        Question = A.Text("What is your name?"),
        Label = A.Text("Name"),
    };

    private static readonly SelectField Size = new()
    {
        Id = "size",
        Key = "size",
        Question = A.Text("Which size?"),
        Label = A.Text("Size"),
        Options = [SomeForm.Option("s", "Small"), SomeForm.Option("l", "Large")],
    };

    private static readonly NumberField Amount = new()
    {
        Id = "amount",
        Key = "amount",
        Question = A.Text("How many?"),
        Label = A.Text("Amount"),
    };

    [Fact]
    public async Task A_form_is_asked_answered_checked_and_kept()
    {
        var bot = await GivenBotAsync(SomeForm.With(Name, Size, Amount) with { Done = A.Text("Thank you, {{form.name}}!") });
        var anna = bot.Contact();

        anna.Says("/order");
        Assert.Equal("1 / 3\n\nWhat is your name?", (await anna.HearsAsync()).Text);
        anna.Says("Anna");
        await anna.HearsAsync();
        anna.Taps("Large");
        var answered = await anna.HearsAsync();
        Assert.Equal(("Which size?\n\n✅ Large", true, 0), (answered.Text, answered.IsEdit, answered.Buttons.Count));
        Assert.Contains("How many?", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.Says("2");
        Assert.Contains("3. Amount: 2", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.Taps("✅ Send");
        Assert.True((await anna.HearsAsync()).IsEdit);
        Assert.Equal("Thank you, Anna!", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();

        var entry = Assert.Single(await EntriesAsync(bot));
        Assert.Equal((EntryStatus.Completed, EntryWork.New, 1, null), (entry.Status, entry.Work, entry.Version, entry.ReachedFieldId));
        Assert.Equal([("name", "Anna"), ("size", "Large"), ("amount", "2")], entry.Answers.Select(answer => (answer.Key, answer.Text)));
        Assert.Equal("Anna", entry.ContactName);
        Assert.Contains(await bot.MessagesAsync(), message => message is { Kind: "button", Text: "Large" });
        Assert.False(anna.HasNews);
    }

    [Fact]
    public async Task Two_fast_taps_answer_once()
    {
        var bot = await GivenBotAsync(SomeForm.With(Size, Name));
        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        anna.Taps("Large");
        anna.Taps("Large");
        await anna.HearsAsync();
        await anna.HearsAsync();
        await bot.QuietAsync();

        Assert.False(anna.HasNews);
        Assert.Equal("name", Assert.Single(await EntriesAsync(bot)).ReachedFieldId);
    }

    [Fact]
    public async Task A_form_goes_on_in_another_process_and_in_the_next_version()
    {
        var bot = await GivenBotAsync(SomeForm.With(Name, Size, Amount));
        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        var other = await app.StartAnotherAsync();
        anna.Says("Anna");
        await anna.HearsAsync();
        anna.Says("large");
        await anna.HearsAsync();
        await other.DisposeAsync();

        await bot.PublishAsync(
            DocumentWith(SomeForm.With(Name, Amount with { Id = "guests", Key = "guests", Question = A.Text("How many guests?") }, Size))
        );
        anna.Says("7");
        Assert.Contains("How many guests?", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.Says("4");
        Assert.Contains("1. Name: Anna\n2. Amount: 4\n3. Size: Large", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        anna.Taps("✅ Send");
        await anna.HearsAsync();
        await anna.HearsAsync();
        await bot.QuietAsync();

        var entry = Assert.Single(await EntriesAsync(bot));
        Assert.Equal(2, entry.Version);
        Assert.Equal(["name", "guests", "size"], entry.Answers.Select(answer => answer.Key));
    }

    [Fact]
    public async Task An_edited_message_corrects_the_answer_and_the_transcript()
    {
        var bot = await GivenBotAsync(SomeForm.With(Name, Amount));
        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        anna.Says("Amna");
        await anna.HearsAsync();
        await bot.QuietAsync();
        var written = (await bot.MessagesAsync()).Single(message => message.Text == "Amna");

        anna.Edits(long.Parse(written.ExternalId!, null), "Anna");
        Assert.Equal("✏️ Changed. Name: Anna", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Equal("Anna", Assert.Single(Assert.Single(await EntriesAsync(bot)).Answers).Text);
        Assert.Contains(await bot.MessagesAsync(), message => message.Text == "Anna");
    }

    [Fact]
    public async Task An_answer_that_has_to_differ_is_compared_with_what_was_sent_before()
    {
        var bot = await GivenBotAsync(SomeForm.With(Name with { IsUnique = true }) with { HasSummary = false });
        var anna = bot.Contact();
        foreach (
            var (said, heard) in new[] { ("Anna", "Thank you!"), ("anna", "You have given this answer before. Please give another one.") }
        )
        {
            anna.Says("/order");
            await anna.HearsAsync();
            anna.Says(said);
            Assert.Equal(heard, (await anna.HearsAsync()).Text);
            await bot.QuietAsync();
        }
    }

    [Fact]
    public async Task Whoever_stops_is_reminded_once_unless_they_go_on()
    {
        var bot = await GivenBotAsync(SomeForm.With(Name, Amount) with { ReminderMinutes = 60 });
        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        await app.LaterAsync(
            "the reminder waits",
            async () => await bot.JobsAsync(JobState.Waiting) is [{ Kind: RemindLater.Kind, Lane: null }]
        );
        app.Clock.Jump(TimeSpan.FromMinutes(50));
        anna.Says("Anna");
        await anna.HearsAsync();
        // A jump in the middle of a delivery looks as if this process had died of it, and another sends it again.
        await bot.SettledAsync();
        app.Clock.Jump(TimeSpan.FromMinutes(20));
        await app.LaterAsync(
            "the reminder waits on",
            async () => await bot.JobsAsync(JobState.Waiting) is [{ } job] && job.DueAt > app.Clock.GetUtcNow().AddMinutes(20)
        );
        Assert.False(anna.HasNews);

        app.Clock.Jump(TimeSpan.FromMinutes(50));
        var reminder = await anna.HearsAsync();
        Assert.Equal("You have not finished yet: question 2 of 2 is waiting. Go on?", reminder.Text);
        await bot.QuietAsync();
        anna.Taps("Continue");
        Assert.Contains("How many?", (await anna.HearsAsync()).Text, StringComparison.Ordinal);
        await bot.QuietAsync();
        Assert.Empty(await bot.JobsAsync(JobState.Waiting));
    }

    [Fact]
    public async Task A_finished_form_goes_to_its_webhook_a_mailbox_and_a_chat_with_picture_and_map()
    {
        var bot = await app.GivenBotAsync(DocumentWith(SomeForm.With(Name)));
        var owner = bot.Contact(contactId: 77, firstName: "Olena");
        var code = (await bot.RunAsync((CreateNoticeCode act) => act.RunAsync(bot.Id, "de", default))).Value!;
        owner.Says(code.Message);
        await owner.HearsAsync();
        await bot.QuietAsync();
        var chat = Assert.Single((await bot.RunAsync((ListNoticeChats act) => act.RunAsync(bot.Id, default))).Value!);
        var url = app.Owner.At($"/{bot.Id:n}");
        await bot.PublishAsync(
            DocumentWith(
                SomeForm.With(
                    Name,
                    Amount with
                    {
                        Decimals = 1,
                    },
                    new PhotoField
                    {
                        Id = "door",
                        Key = "door",
                        Question = A.Text("The door?"),
                        Label = A.Text("Door"),
                    },
                    new LocationField
                    {
                        Id = "place",
                        Key = "place",
                        Question = A.Text("Where?"),
                        Label = A.Text("Place"),
                    }
                ) with
                {
                    HasSummary = false,
                    Endings =
                    [
                        new SaveEnding(),
                        new NotifyEnding { Emails = ["shop@example.com"], Chats = [chat.Id] },
                        new WebhookEnding { Url = url },
                    ],
                }
            )
        );

        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        anna.Says("*Anna*");
        await anna.HearsAsync();
        anna.Says("1234.5");
        await anna.HearsAsync();
        anna.ShowsPhoto(Picture);
        Assert.Contains("Share my location", (await anna.HearsAsync()).Keyboard![0], StringComparison.Ordinal);
        anna.Shows("location", new JsonObject { ["latitude"] = 50.4501, ["longitude"] = 30.5234 });
        var done = await anna.HearsAsync();
        Assert.Equal("Thank you!", done.Text);
        Assert.Empty(done.Keyboard!);
        await bot.QuietLaterAsync();

        var data = JsonNode.Parse(Assert.Single(app.Owner.Requests, request => request.Path == $"/{bot.Id:n}").Body)!["data"]!;
        Assert.Equal(("*Anna*", 1234.5m), ((string?)data["answers"]!["name"], (decimal)data["answers"]!["amount"]!));
        Assert.Equal("https://maps.google.com/?q=50.4501,30.5234", (string?)data["answers"]!["place"]);
        Assert.NotNull((string?)data["answers"]!["door"]);
        Assert.Equal(50.4501, (double)data["fields"]![3]!["location"]!["latitude"]!);

        var notice = await owner.HearsAsync();
        Assert.Contains("Neuer Eintrag: Order", notice.Text, StringComparison.Ordinal);
        Assert.Contains("Name: *Anna*", notice.Text, StringComparison.Ordinal);
        Assert.Contains("Amount: 1.234,5", notice.Text, StringComparison.Ordinal);
        Assert.NotNull((await owner.HearsAsync()).Media);

        await using var db = app.OpenDatabase();
        var mail = await db.Mails.SingleAsync(m => m.AccountId == bot.AccountId && m.Kind == NotifyOfForm.MailKind);
        Assert.Equal("Order: Anna", mail.Subject);
        Assert.Contains("Amount: 1,234.5", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://maps.google.com/?q=50.4501,30.5234", mail.Text, StringComparison.Ordinal);

        var entry = Assert.Single(await EntriesAsync(bot));
        var details = (await bot.RunAsync((ReadEntry act) => act.RunAsync(bot.Id, entry.Id, default))).Value!;
        Assert.NotNull(details.Answers.Single(answer => answer.Key == "door").Media!.FileId);
        Assert.Empty(await bot.JobsAsync(JobState.Dead));
    }

    [Fact]
    public async Task The_model_replies_from_the_answers()
    {
        var bot = await GivenBotAsync(
            SomeForm.With(Name) with
            {
                HasSummary = false,
                Endings = [new SaveEnding(), new AiEnding { Text = "Praise the name." }],
            }
        );
        app.Ai.Always = AiReply.Text("What a name!");
        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        anna.Says("Anna");
        Assert.Equal("Thank you!", (await anna.HearsAsync()).Text);
        Assert.Equal("What a name!", (await anna.HearsAsync()).Text);
        await bot.QuietAsync();
        Assert.Equal(EntryStatus.Completed, Assert.Single(await EntriesAsync(bot)).Status);
    }

    [Fact]
    public async Task The_model_answers_in_the_middle_and_the_question_comes_again()
    {
        var document = DocumentWith(SomeForm.With(Name));
        var bot = await app.GivenBotAsync(
            document with
            {
                Commands = [.. document.Commands, A.Command("joke", new AiResponse { Text = "Tell one." })],
            }
        );
        app.Ai.Always = AiReply.Text("Ha ha");
        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        anna.Says("/joke");
        Assert.Equal("Ha ha", (await anna.HearsAsync()).Text);
        Assert.Equal("What is your name?", (await anna.HearsAsync()).Text);
    }

    [Fact]
    public async Task A_deleted_entry_does_not_come_back_with_the_next_answer()
    {
        var bot = await GivenBotAsync(SomeForm.With(Name, Amount));
        var anna = bot.Contact();
        anna.Says("/order");
        await anna.HearsAsync();
        await bot.QuietAsync();
        var entry = Assert.Single(await EntriesAsync(bot));
        await bot.RunAsync((DeleteEntries act) => act.RunAsync(bot.Id, [entry.Id], default));
        anna.Says("Anna");
        await anna.HearsAsync();
        await bot.QuietAsync();
        Assert.Empty(await EntriesAsync(bot));
    }

    private static readonly byte[] Picture =
    [
        0xFF,
        0xD8,
        0xFF,
        0xE0,
        0,
        16,
        (byte)'J',
        (byte)'F',
        (byte)'I',
        (byte)'F',
        0,
        1,
        1,
        0,
        0,
        1,
        0,
        1,
        0,
        0,
        0xFF,
        0xD9,
    ];

    private static BotDocument DocumentWith(Form form) =>
        A.Document(A.Command("order", new FormResponse { FormId = form.Id })) with
        {
            Forms = [form],
        };

    private Task<LiveBot> GivenBotAsync(Form form) => app.GivenBotAsync(DocumentWith(form));

    private static async Task<IReadOnlyList<EntryRow>> EntriesAsync(LiveBot bot) =>
        (await bot.RunAsync((ListEntries act) => act.RunAsync(bot.Id, null, null, null, 50, default))).Value!.Items;

    /// <summary>The product with an owner's server that it may call on this machine.</summary>
    public sealed class FormApp : LiveApp
    {
        public OwnerServer Owner { get; private set; } = null!;

        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?>(base.Settings) { ["Outbound:AllowedPrivateHosts:0"] = "127.0.0.1" };

        public override async Task InitializeAsync()
        {
            Owner = await OwnerServer.StartAsync();
            Owner.Always = OwnerAnswer.Json("{}");
            await base.InitializeAsync();
        }

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            await Owner.DisposeAsync();
        }
    }
}
