using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using BotStudio.Core;
using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Departure;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Providers;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Conversations;
using BotStudio.Core.Data;
using BotStudio.Core.Forms;
using BotStudio.Core.Leads;
using BotStudio.Core.Mail;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Outcomes;
using BotStudio.Tests.Conversations;
using BotStudio.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Architecture;

/// <summary>
/// Somebody who knows the ids of another account's things tries each of them on every route of the API and on every act. Both are found by
/// themselves, so that a new one is among them at once.
/// </summary>
public sealed partial class ForeignIdTests(ForeignIdTests.OfflineApp app) : IClassFixture<ForeignIdTests.OfflineApp>, IAsyncLifetime
{
    private const string SomeFormJson = """{"name":"Order","fields":[]}""";

    /// <summary>What a route needs to get as far as looking for the id; a route that is missing here gets an empty object.</summary>
    private static readonly Dictionary<string, object> Bodies = new()
    {
        ["PUT /bots/{botId}/page"] = new { Slug = "taken-over" },
        ["PATCH /bots/{botId}"] = new { Name = "Taken over" },
        ["POST /bots/{botId}/import"] = DocumentJson.Write(A.Document()),
        ["PUT /bots/{botId}/forms/{form}"] = SomeFormJson,
        ["PATCH /bots/{botId}/entries/{entryId}"] = new { Work = "done" },
        ["POST /bots/{botId}/entries/work"] = new { EntryIds = Array.Empty<Guid>(), Work = "done" },
        ["PUT /bots/{botId}/draft"] = DocumentJson.Write(A.Document(A.TextCommand("price", "Ten"))),
        ["POST /bots/{botId}/tools/{tool}/test"] = new { Arguments = new { Order = 117 } },
        ["PUT /bots/{botId}/tools/secrets/{header}"] = new { Value = "Bearer stolen", Url = "https://example.com/" },
        ["POST /bots/{botId}/files"] = (Func<HttpContent>)Picture,
        ["PUT /bots/{botId}/telegram"] = new { Token = "123456789:AAH9xRxQmYkPzM2vB0sD8wTfLc4uE7gJh1i" },
    };

    /// <summary>Acts that take an id and are not about an account's things, and why.</summary>
    private static readonly Dictionary<Type, string> NotOfAccounts = new()
    {
        [typeof(EraseAccount)] = "called only by the jobs that remove what asked to be deleted, whose time is up",
        [typeof(EndSession)] = "the session is the caller's own",
        [typeof(EnterAccount)] = "the session says whose it is",
        [typeof(SayInConversation)] = "the caller names the account, and it is compared with the conversation's",
        [typeof(AcceptInvitation)] = "the code says which account it opens, and the user is the caller",
        [typeof(OpenLogo)] = "pictures are for everybody",
        [typeof(OpenAccount)] = "the user is the caller",
        [typeof(SwitchAccount)] = "the session is the caller's own, and moves among the user's accounts only",
        [typeof(UseAdminLink)] = "the user is the caller",
        [typeof(PlanDeparture)] = "the user is the caller",
        [typeof(ReadMail)] = "for the platform's admins",
        [typeof(RequestExport)] = "the user is the caller",
        [typeof(RetryMail)] = "for the platform's admins",
        [typeof(SendConfirmation)] = "the user is the caller",
        [typeof(ChangePassword)] = "the user is the caller",
        [typeof(ProveIdentity)] = "the user and the session are the caller's",
        [typeof(EndSessionsOfUser)] = "the user is the caller, and the session is compared with them",
        [typeof(ListSessions)] = "the user is the caller",
        [typeof(ChangeProfile)] = "the user is the caller",
        [typeof(ReadProfile)] = "the user is the caller",
    };

    /// <summary>What acts say of a bot that does not exist; the second: nothing is connected there.</summary>
    private static readonly string[] SameAsNothing = ["not_found", "telegram.not_connected"];

    private ApiUser victim = null!;
    private ApiUser attacker = null!;

    /// <summary>The victim's things, by the name that routes and acts have for them.</summary>
    private Dictionary<string, object> theirs = null!;

    private Guid ownBotId;

    public async Task InitializeAsync()
    {
        victim = await ApiUser.SignUpAsync(app);
        attacker = await ApiUser.SignUpAsync(app);
        ownBotId = await NewBotAsync(attacker);
        var botId = await NewBotAsync(victim);
        (await victim.PostAsync($"/api/v1/bots/{botId}/publish", new { })).AssertIs(HttpStatusCode.OK);
        (await victim.PutAsync($"/api/v1/bots/{botId}/page", new { Slug = $"my-{botId:n}"[..32] })).AssertIs(HttpStatusCode.OK);

        (await victim.SendAsync(HttpMethod.Put, $"/api/v1/bots/{botId}/forms/order", SomeFormJson, ifMatch: "\"1\"")).AssertIs(
            HttpStatusCode.OK
        );

        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var chats = new Chats(app.Services, TimeProvider.System);
        var chat = await chats.BeginAsync(await db.Bots.SingleAsync(b => b.Id == botId), "Anna");
        await chats.HeardAsync(chat, "My secret");
        var deliveryId = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into webhook_deliveries (id, account_id, bot_id, event_type, url, body, status, round, failures, attempts, attempt_log, created_at)
            values ({deliveryId}, {victim.AccountId}, {botId}, 'form.completed', 'https://example.com', '"My secret"', 'Delivered', 0, 0, 1, '[]', now())
            """
        );
        var noticeChatId = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into notice_chats (id, account_id, bot_id, conversation_id, title, language, hears_problems, connected_at)
            values ({noticeChatId}, {victim.AccountId}, {botId}, {chat.ConversationId}, 'My secret', 'en', true, now())
            """
        );
        var entryId = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into form_entries (id, account_id, bot_id, form_id, contact_id, conversation_id, language, status, work, answers, text, started_at, changed_at)
            values ({entryId}, {victim.AccountId}, {botId}, 'order', {chat.ContactId}, {chat.ConversationId}, 'en', 1, 0, '[]', 'My secret', now(), now())
            """
        );
        var runId = Guid.CreateVersion7();
        var questionId = Guid.CreateVersion7();
        var replayId = Guid.CreateVersion7();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into test_questions (id, account_id, bot_id, position, text, expectations, created_at)
            values ({questionId}, {victim.AccountId}, {botId}, 1, 'My secret', '[]', now());
            insert into test_runs (id, account_id, bot_id, revision, cause, state, reader_language, started_at)
            values ({runId}, {victim.AccountId}, {botId}, 1, 0, 0, 'en', now());
            insert into replays (id, account_id, bot_id, revision, days, state, started_at)
            values ({replayId}, {victim.AccountId}, {botId}, 1, 7, 1, now())
            """
        );
        theirs = new()
        {
            ["runId"] = runId,
            ["questionId"] = questionId,
            ["replayId"] = replayId,
            ["entryId"] = entryId,
            ["form"] = "order",
            ["tool"] = "order_status",
            ["header"] = "h1",
            ["noticeChatId"] = noticeChatId,
            ["deliveryId"] = deliveryId,
            ["botId"] = botId,
            ["conversationId"] = chat.ConversationId,
            ["contactId"] = chat.ContactId,
            ["noteId"] = await AddNoteAsync(botId, chat.ContactId),
            ["segmentId"] = await AddSegmentAsync(botId),
            ["messageId"] = await db.Messages.Where(m => m.AccountId == victim.AccountId).Select(m => m.Id).FirstAsync(),
            ["number"] = 1,
            ["keyId"] = await NewAiKeyAsync(db, victim),
            ["budgetId"] = await NewBudgetAsync(db, victim),
            ["modelId"] = await db.AiModels.Select(model => model.Id).FirstAsync(),
            ["userId"] = await db.Memberships.Where(m => m.AccountId == victim.AccountId).Select(m => m.UserId).SingleAsync(),
            ["invitationId"] = await NewInvitationAsync(db, victim),
            ["noticeId"] = await NewBellNoticeAsync(db, victim),
            ["language"] = "uk",
            ["session"] = await db.Sessions.Where(s => s.AccountId == victim.AccountId).Select(s => s.Id).FirstAsync(),
            ["passkey"] = "00",
            ["provider"] = "google",
            ["fileId"] = await NewFileAsync(victim, botId),
            ["replyId"] = await AddReplyAsync(victim.AccountId, botId),
            ["leadId"] = await AddLeadAsync(db, chat),
            ["otherId"] = await AddLeadAsync(db, chat),
            ["leadNoteId"] = Guid.CreateVersion7(),
        };
        db.DataExports.Add(new DataExport((Guid)theirs["userId"], TimeProvider.System.GetUtcNow()));
        await db.SaveChangesAsync();
    }

    public Task DisposeAsync()
    {
        victim.Dispose();
        attacker.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task No_route_of_the_api_opens_another_account_s_things()
    {
        var before = await FingerprintAsync();
        var tried = 0;
        foreach (var (method, pattern) in Routes())
        {
            var names = Parameters(pattern);
            if (names.Count == 0)
            {
                continue;
            }

            await AssertRefusedAsync(method, pattern, names.ToDictionary(name => name, name => theirs[name]));
            if (names.Count(name => name.EndsWith("Id", StringComparison.Ordinal)) > 1)
            {
                // Their conversation under the attacker's own bot.
                await AssertRefusedAsync(
                    method,
                    pattern,
                    names.ToDictionary(name => name, name => name == "botId" ? ownBotId : theirs[name])
                );
            }

            tried++;
        }

        Assert.True(tried > 10, $"Only {tried} routes were found");
        Assert.Equal(before, await FingerprintAsync());
    }

    [Fact]
    public async Task The_same_requests_succeed_for_their_owner()
    {
        foreach (var (_, pattern) in Routes().Where(route => route.Method == "GET"))
        {
            var answer = await victim.GetAsync(Fill(pattern, theirs));
            Assert.True(answer.Status is HttpStatusCode.OK || answer.Code is not "not_found", $"GET {pattern}: {(int)answer.Status}");
        }
    }

    [Fact]
    public async Task No_list_shows_another_account_s_things()
    {
        foreach (var (_, pattern) in Routes().Where(route => route.Method == "GET" && Parameters(route.Pattern).Count == 0))
        {
            var answer = await attacker.GetAsync(pattern);
            Assert.DoesNotContain($"{theirs["botId"]}", answer.Body?.ToJsonString() ?? "", StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain($"{victim.AccountId}", answer.Body?.ToJsonString() ?? "", StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Without_a_token_nothing_but_signing_in_is_open()
    {
        using var stranger = new ApiUser(app.NewVisitor(), Guid.Empty);
        foreach (var (method, pattern) in Routes().Where(route => !route.Pattern.StartsWith("/api/v1/auth/", StringComparison.Ordinal)))
        {
            var answer = await stranger.SendAsync(new HttpMethod(method), Fill(pattern, theirs), body: null);
            Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{method} {pattern}: {(int)answer.Status}");
        }
    }

    [Fact]
    public async Task No_act_opens_another_account_s_things()
    {
        var before = await FingerprintAsync();
        var tried = 0;
        foreach (var (act, run) in ActsThatTakeIds())
        {
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentAccount>().Set(attacker.AccountId, null, Role.Owner);
            var arguments = run.GetParameters().Select(parameter => ArgumentFor(act, parameter)).ToArray();
            var problem = await ProblemOfAsync(run, scope.ServiceProvider.GetRequiredService(act), arguments);
            Assert.True(
                problem is not null && SameAsNothing.Contains(problem.Code),
                $"{act.Name} answers {problem?.Code ?? "with success"}"
            );
            tried++;
        }

        Assert.True(tried > 10, $"Only {tried} acts were found");
        Assert.Equal(before, await FingerprintAsync());
    }

    private async Task AssertRefusedAsync(string method, string pattern, Dictionary<string, object> ids)
    {
        var body = method is "GET" or "DELETE" ? null : Bodies.GetValueOrDefault($"{method} {Short(pattern)}", new { });
        var answer = await attacker.SendAsync(new HttpMethod(method), Fill(pattern, ids), body, ifMatch: "\"1\"");
        Assert.True(
            answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden,
            $"{method} {Short(pattern)} answers {(int)answer.Status} {answer.Code}: give it a body in Bodies that is fine but for the ids"
        );
        Assert.DoesNotContain("My secret", answer.Body?.ToJsonString() ?? "", StringComparison.Ordinal);
    }

    private IEnumerable<(string Method, string Pattern)> Routes() =>
        from endpoint in app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = Constraint().Replace(endpoint.RoutePattern.RawText ?? "", "")
        where pattern.StartsWith("/api/v1/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select (method, pattern);

    private static List<string> Parameters(string pattern) => [.. Parameter().Matches(pattern).Select(match => match.Groups["name"].Value)];

    private static string Short(string pattern) => pattern["/api/v1".Length..].TrimEnd('/');

    private static string Fill(string pattern, Dictionary<string, object> ids) =>
        Parameter().Replace(pattern, match => $"{ids[match.Groups["name"].Value]}");

    private static IEnumerable<(Type Act, MethodInfo Run)> ActsThatTakeIds()
    {
        var services = new ServiceCollection().AddBotStudioCore();
        return from service in services
            let act = service.ServiceType
            where act.Assembly == typeof(BotStudioDb).Assembly && act.IsClass && !NotOfAccounts.ContainsKey(act)
            from run in act.GetMethods().Where(method => method.Name == "RunAsync")
            where run.GetParameters().Any(parameter => IsId(parameter))
            select (act, run);
    }

    private static bool IsId(ParameterInfo parameter) =>
        (parameter.ParameterType == typeof(Guid) || parameter.ParameterType == typeof(Guid?))
        && parameter.Name!.EndsWith("Id", StringComparison.Ordinal);

    private object? ArgumentFor(Type act, ParameterInfo parameter) =>
        IsId(parameter)
            ? theirs[parameter.Name!]
            : parameter.ParameterType switch
            {
                var type when type == typeof(CancellationToken) => CancellationToken.None,
                var type when type == typeof(BotDocument) => A.Document(),
                var type when type == typeof(string) && parameter.Name == "slug" => "taken-over",
                var type when type == typeof(string) => "123456789:AAH9xRxQmYkPzM2vB0sD8wTfLc4uE7gJh1i",
                var type when type == typeof(int) => 1,
                var type when type == typeof(bool) => true,
                var type when type == typeof(IReadOnlyCollection<Guid>) => new[] { (Guid)theirs["entryId"] },
                var type when type == typeof(EntryWork) => EntryWork.Done,
                var type when type == typeof(DateOnly) => new DateOnly(2026, 1, 1),
                var type when type == typeof(PartIds) => PartIds.Keep,
                { IsEnum: true } type => Enum.ToObject(type, 0),
                var type when type == typeof(Uri) => new Uri("http://localhost"),
                var type when type == typeof(TimeZoneInfo) => TimeZoneInfo.Utc,
                var type when !type.IsValueType || Nullable.GetUnderlyingType(type) is not null => null,
                var type => throw new InvalidOperationException($"Say here what {act.Name} takes for {parameter.Name} ({type.Name})"),
            };

    private static async Task<Problem?> ProblemOfAsync(MethodInfo run, object act, object?[] arguments)
    {
        var task = (Task)run.Invoke(act, arguments)!;
        await task;
        var outcome = task.GetType().GetProperty("Result")?.GetValue(task);
        return (Problem?)outcome?.GetType().GetProperty("Problem")?.GetValue(outcome);
    }

    /// <summary>All that the victim has: a hash of its rows for each table. Jobs come and go by themselves.</summary>
    private async Task<List<string>> FingerprintAsync()
    {
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var tables = TwoAccounts.TablesOf(app.Services).Select(table => table.GetTableName()).Where(table => table != "jobs");
        var hashes = tables.Select(table =>
            $"select '{table} ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as \"Value\" from {table} t where account_id = '{victim.AccountId}'"
        );
        return await db.Database.SqlQueryRaw<string>(string.Join(" union all ", hashes)).ToListAsync();
    }

    private async Task<Guid> AddNoteAsync(Guid botId, Guid contactId) =>
        (await victim.PostAsync($"/api/v1/bots/{botId}/contacts/{contactId}/notes", new { Text = "My secret" }))["id"]!.GetValue<Guid>();

    private async Task<Guid> AddSegmentAsync(Guid botId) =>
        (await victim.PostAsync($"/api/v1/bots/{botId}/segments", new { Name = "My secret" }))["id"]!.GetValue<Guid>();

    private static async Task<Guid> NewBotAsync(ApiUser user)
    {
        var document = DocumentJson.Write(A.Document(A.TextCommand("price", "Ten")));
        var made = await user.PostAsync("/api/v1/bots", $$"""{"document":{{document}}}""");
        made.AssertIs(HttpStatusCode.Created);
        return made["id"]!.GetValue<Guid>();
    }

    private async Task<Guid> AddReplyAsync(Guid accountId, Guid botId)
    {
        await using var db = app.Services.GetRequiredService<PlatformDb>().Open();
        var reply = new CannedReply(accountId, botId, TimeProvider.System.GetUtcNow());
        Assert.Null(reply.Change("secret", "My secret"));
        db.Add(reply);
        await db.SaveChangesAsync();
        return reply.Id;
    }

    private static async Task<Guid> AddLeadAsync(BotStudioDb db, Chat chat)
    {
        var lead = new Lead(chat.Bot.AccountId, chat.Bot.Id, LeadSource.Ai, LeadStatuses.New, DateTimeOffset.UnixEpoch);
        lead.Write(new LeadTexts { Name = "My secret" }, DateTimeOffset.UnixEpoch);
        db.Leads.Add(lead);
        await db.SaveChangesAsync();
        return lead.Id;
    }

    private static async Task<Guid> NewAiKeyAsync(BotStudioDb db, ApiUser user)
    {
        var key = new AiKey(user.AccountId, AiProviders.OpenAi, DateTimeOffset.UnixEpoch);
        db.AiKeys.Add(key);
        await db.SaveChangesAsync();
        return key.Id;
    }

    private static async Task<Guid> NewBellNoticeAsync(BotStudioDb db, ApiUser user)
    {
        var userId = await db.Memberships.Where(m => m.AccountId == user.AccountId).Select(m => m.UserId).SingleAsync();
        var notice = new BellNotice(
            user.AccountId,
            userId,
            NoticeEvent.Team,
            new NoticeWords("My secret"),
            null,
            null,
            DateTimeOffset.UnixEpoch
        );
        db.BellNotices.Add(notice);
        await db.SaveChangesAsync();
        return notice.Id;
    }

    private static async Task<Guid> NewInvitationAsync(BotStudioDb db, ApiUser user)
    {
        var invitation = new Invitation(user.AccountId, Role.Viewer, null, 1, null, DateTimeOffset.UnixEpoch);
        invitation.NewCode(DateTimeOffset.UnixEpoch);
        db.Invitations.Add(invitation);
        await db.SaveChangesAsync();
        return invitation.Id;
    }

    private static async Task<Guid> NewBudgetAsync(BotStudioDb db, ApiUser user)
    {
        var budget = new AiBudget(user.AccountId, DateTimeOffset.UnixEpoch);
        db.AiBudgets.Add(budget);
        await db.SaveChangesAsync();
        return budget.Id;
    }

    private static async Task<Guid> NewFileAsync(ApiUser user, Guid botId)
    {
        var kept = await user.PostAsync(
            $"/api/v1/bots/{botId}/files",
            (Func<HttpContent>)(() => new MultipartFormDataContent { { new StringContent("\"My secret\""), "file", "secret.json" } })
        );
        kept.AssertIs(HttpStatusCode.Created);
        return kept["id"]!.GetValue<Guid>();
    }

    private static HttpContent Picture() => new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "file", "picture.jpg" } };

    [GeneratedRegex(@":[a-z]+(?=\})")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex Parameter();

    /// <summary>Whoever is asked before the id is checked does not answer.</summary>
    public sealed class OfflineApp : App
    {
        protected override IReadOnlyDictionary<string, string?> Settings =>
            new Dictionary<string, string?> { ["Telegram:ApiBaseUrl"] = "http://127.0.0.1:9" };
    }
}
