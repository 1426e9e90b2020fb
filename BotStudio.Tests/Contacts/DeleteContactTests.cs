using System.Text;
using System.Text.Json.Nodes;
using BotStudio.Core.Accounts;
using BotStudio.Core.Contacts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Files;
using BotStudio.Core.Jobs;
using BotStudio.Core.Leads;
using BotStudio.Core.Mail;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Outbound;
using BotStudio.Core.Outcomes;
using BotStudio.Core.Trials.Replays;
using BotStudio.Core.Webhooks;
using BotStudio.Tests.Architecture;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Contacts;

public sealed class DeleteContactTests(Acts acts) : ContactsTest(acts), IClassFixture<Acts>
{
    [Fact]
    public async Task Nothing_of_a_deleted_person_is_left_in_any_table()
    {
        var anna = await FilledAsync("Anna");
        var boris = await FilledAsync("Boris");
        var chatId = await ChatIdOf(anna);
        await PutJobAsync(Lane.Incoming(Bot.Id, chatId));
        await PutJobAsync(Lane.Outgoing(Bot.Id, chatId));

        var lost = (await Run((CountHeld act) => act.RunAsync(Bot.Id, anna.ContactId, Ct))).Value!;
        Assert.All(lost, held => Assert.True(held.Count > 0, $"The test gives the contact none of {held.Name}"));
        Assert.True((await Run((DeleteContact act) => act.RunAsync(Bot.Id, anna.ContactId, Ct))).Succeeded);

        foreach (var (table, column, id) in ColumnsOf(anna))
        {
            Assert.Equal(0, await CountAsync($"select count(*)::int as \"Value\" from {table} where {column} = '{id}'"));
        }

        foreach (var (table, column, id) in ColumnsOf(boris).Where(column => column.Table is "contacts" or "messages" or "contact_notes"))
        {
            Assert.NotEqual(0, await CountAsync($"select count(*)::int as \"Value\" from {table} where {column} = '{id}'"));
        }

        await using var db = OpenDatabase();
        var lanes = new long?[] { Lane.Incoming(Bot.Id, chatId), Lane.Outgoing(Bot.Id, chatId) };
        Assert.False(await db.Jobs.AnyAsync(j => lanes.Contains(j.Lane)));
        Assert.False(await db.WebhookDeliveries.AnyAsync(d => d.BotId == Bot.Id && d.Body.Contains("Anna")));
        Assert.True(await db.WebhookDeliveries.AnyAsync(d => d.BotId == Bot.Id && d.Body.Contains("Boris")));
        Assert.True(await db.Jobs.AnyAsync(j => j.AccountId == AccountId && j.Kind == "files.remove"));
        Assert.Equal(Problem.NotFound, (await Run((DeleteContact act) => act.RunAsync(Bot.Id, anna.ContactId, Ct))).Problem);
    }

    [Fact]
    public async Task A_group_goes_on_without_the_one_who_was_deleted()
    {
        var anna = await Chats.BeginAsync(Bot, "Anna", kind: ChatKind.Group);
        var boris = await Contact("Boris");
        await Chats.HeardAsync(anna, "Anna's secret");
        var hers = anna with { ContactId = boris.ContactId };
        await Chats.HeardAsync(hers, "Boris's words");

        await SumUpAsync(anna, "Anna has a secret");

        await Run((DeleteContact act) => act.RunAsync(Bot.Id, anna.ContactId, Ct));

        await using var db = OpenDatabase();
        Assert.False(await db.ConversationSummaries.AnyAsync(s => s.ConversationId == anna.ConversationId));
        Assert.Equal(boris.ContactId, (await db.Conversations.SingleAsync(c => c.Id == anna.ConversationId)).ContactId);
        Assert.Equal(
            ["Boris's words"],
            await db.Messages.Where(m => m.ConversationId == anna.ConversationId).Select(m => m.Text).ToListAsync()
        );
    }

    [Fact]
    public async Task A_group_in_which_nobody_else_wrote_goes_too()
    {
        var anna = await Chats.BeginAsync(Bot, "Anna", kind: ChatKind.Group);
        await Chats.HeardAsync(anna, "Hello?");
        await Chats.SaidAsync(anna, "Hello Anna");

        await Run((DeleteContact act) => act.RunAsync(Bot.Id, anna.ContactId, Ct));

        await using var db = OpenDatabase();
        Assert.False(await db.Conversations.AnyAsync(c => c.Id == anna.ConversationId));
        Assert.False(await db.Messages.AnyAsync(m => m.ConversationId == anna.ConversationId));
    }

    [Fact]
    public async Task All_that_is_kept_of_a_person_is_handed_over_as_one_document()
    {
        var anna = await FilledAsync("Anna");
        await FilledAsync("Boris");

        var json = await HandOverAsync(anna);

        Assert.Equal("Anna", json["contact"]!["firstName"]!.GetValue<string>());
        Assert.Equal("Lviv", json["contact"]!["fields"]!["city"]!.GetValue<string>());
        Assert.Equal(["Hello from Anna", "Hi Anna"], json["messages"]!.AsArray().Select(message => message!["text"]!.GetValue<string>()));
        Assert.Equal(["contact", "bot"], json["messages"]!.AsArray().Select(message => message!["from"]!.GetValue<string>()));
        Assert.Equal("About Anna", json["notes"]!.AsArray().Single()!["text"]!.GetValue<string>());
        Assert.Equal(7m, json["balanceChanges"]!.AsArray().Single()!["amount"]!.GetValue<decimal>());
        Assert.Equal("Anna said hello", json["summaries"]!.AsArray().Single()!["text"]!.GetValue<string>());
        Assert.Single(json["files"]!.AsArray());
        Assert.Equal(["Anna", "Anna"], json["notices"]!.AsArray().Select(told => told!["title"]!.GetValue<string>()));
        Assert.Single(json["webhookDeliveries"]!.AsArray());
        Assert.DoesNotContain("Boris", json.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_turn_that_had_begun_before_adds_afterwards_is_swept_away()
    {
        var anna = await FilledAsync("Anna");
        await Run((DeleteContact act) => act.RunAsync(Bot.Id, anna.ContactId, Ct));
        await Chats.HeardAsync(anna, "Just as I was deleted");

        await using var db = OpenDatabase();
        var job = await db.Jobs.SingleAsync(j => j.AccountId == AccountId && j.Kind == SweepConversations.JobKind);
        Assert.Equal(JobState.Waiting, job.State);
        var sweep = Acts.Services.GetServices<IJobHandler>().OfType<SweepConversations>().Single();
        await sweep.SweepAsync(AccountId, job.Payload, Ct);

        Assert.False(await db.Messages.AnyAsync(m => m.ConversationId == anna.ConversationId));
    }

    private async Task<Chat> FilledAsync(string name)
    {
        var chat = await Contact(name, """tags = '{vip}', fields = '{"city":"Lviv"}', source = 'ads'""");
        await Chats.HeardAsync(chat, $"Hello from {name}");
        await Chats.SaidAsync(chat, $"Hi {name}");
        await Run((AddNote act) => act.RunAsync(Bot.Id, chat.ContactId, $"About {name}", Ct));
        await SumUpAsync(chat, $"{name} said hello");
        await Run((ChangeBalance act) => act.RunAsync(Bot.Id, chat.ContactId, new BalanceInput(7, "Gift"), Ct));
        await Chats.RunAsync(
            """
            insert into form_entries (id, account_id, bot_id, form_id, contact_id, conversation_id, language, status, work, answers, text, started_at, changed_at)
            values (gen_random_uuid(), $1, $2, 'f', $3, $4, 'en', 1, 0, '[]', '', now(), now())
            """,
            AccountId,
            Bot.Id,
            chat.ContactId,
            chat.ConversationId
        );
        await Given(
            WebhookDelivery.Failed(
                AccountId,
                Bot.Id,
                "command.called",
                "https://example.com",
                System.Text.Json.JsonSerializer.Serialize(new { contact = new { id = chat.ContactId, firstName = name } }),
                new OutboundAnswer.Unreachable("outbound.unreachable"),
                new Problem("webhooks.unreachable"),
                Clock.Now
            )
        );
        var lead = new Lead(AccountId, Bot.Id, LeadSource.Ai, LeadStatuses.New, Clock.Now);
        lead.ComesFrom(chat.ContactId, chat.ConversationId);
        await Given(lead);
        var owner = await Given(new User { UserName = $"{Guid.CreateVersion7()}", DisplayName = "Owner" });
        await Given(new Membership(AccountId, owner.Id, Role.Owner, Clock.Now));
        await Given(new BellNotice(AccountId, owner.Id, NoticeEvent.NewLead, new NoticeWords(name), null, chat.ContactId, Clock.Now));
        await Given(
            new OutgoingMail(
                new MailToSend("owner@example.com", "en", "bell.notice", new MailContent(name, name, [], ""))
                {
                    AccountId = AccountId,
                    ContactId = chat.ContactId,
                },
                new RenderedMail(name, name, name),
                MailStatus.Sent,
                Clock.Now
            )
        );
        await ReplayAsync(chat, name);
        await Given(
            new StoredFile(
                Guid.CreateVersion7(),
                AccountId,
                Bot.Id,
                chat.ContactId,
                new FileFacts("photo.jpg", "image/jpeg", 3, [1]),
                Clock.Now
            )
        );
        return chat;
    }

    /// <summary>What they once asked, asked again of a draft.</summary>
    private async Task ReplayAsync(Chat chat, string name)
    {
        var replay = new Replay(Bot, days: 7, estimate: null, startedBy: null, Clock.Now);
        await Given(replay);
        await Chats.RunAsync(
            """
            insert into replay_items (replay_id, message_id, account_id, bot_id, conversation_id, contact_id, position, question, asked_at,
                answer_then, then_tokens, then_took_ms, is_asked, answer_now, calls, tokens_in, tokens_out, took_ms)
            values ($1, gen_random_uuid(), $2, $3, $4, $5, 0, $6, now(), '', 0, 0, false, '', '[]', 0, 0, 0)
            """,
            replay.Id,
            AccountId,
            Bot.Id,
            chat.ConversationId,
            chat.ContactId,
            $"What {name} asked"
        );
    }

    private Task SumUpAsync(Chat chat, string text) =>
        Chats.RunAsync(
            """
            insert into conversation_summaries (conversation_id, account_id, bot_id, text, up_to_message_id, updated_at)
            values ($1, $2, $3, $4, gen_random_uuid(), now())
            """,
            chat.ConversationId,
            AccountId,
            Bot.Id,
            text
        );

    private async Task<JsonNode> HandOverAsync(Chat chat)
    {
        using var stream = new MemoryStream();
        await Run(
            async (HandOverContact act) =>
            {
                var ready = await act.RunAsync(Bot.Id, chat.ContactId, Ct);
                await ready.Value!.WriteAsync(stream, Ct);
                return ready;
            }
        );
        return JsonNode.Parse(Encoding.UTF8.GetString(stream.ToArray()))!;
    }

    private async Task<string> ChatIdOf(Chat chat)
    {
        await using var db = OpenDatabase();
        return (await db.Conversations.SingleAsync(c => c.Id == chat.ConversationId)).ChatId;
    }

    private Task PutJobAsync(long lane) =>
        Chats.RunAsync(
            """
            insert into jobs (account_id, subject_id, kind, lane, payload, state, due_at, attempts, created_at)
            values ($1, $2, 'telegram.receive', $3, '\x00', 0, now(), 0, now())
            """,
            AccountId,
            Bot.Id,
            lane
        );

    /// <summary>Every column of every table that names a contact or a conversation, found by its name, so that a new one is among them at once.</summary>
    private IEnumerable<(string Table, string Column, Guid Id)> ColumnsOf(Chat chat) =>
        TwoAccounts
            .TablesOf(Acts.Services)
            // The bytes are removed first, by the job that the deletion leaves.
            .Where(table => table.ClrType != typeof(StoredFile))
            .SelectMany(table =>
                table
                    .GetProperties()
                    .Select(property =>
                        (
                            table.GetTableName()!,
                            Column: property.GetColumnName(),
                            Id: property.Name switch
                            {
                                "ContactId" => chat.ContactId,
                                "ConversationId" => chat.ConversationId,
                                "Id" when table.ClrType == typeof(Contact) => chat.ContactId,
                                "Id" when table.ClrType == typeof(Conversation) => chat.ConversationId,
                                _ => Guid.Empty,
                            }
                        )
                    )
            )
            .Where(column => column.Id != Guid.Empty);

    private async Task<int> CountAsync(string sql)
    {
        await using var db = OpenDatabase();
        return (await db.Database.SqlQueryRaw<int>(sql).ToListAsync()).Single();
    }
}
