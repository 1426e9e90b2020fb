using System.Text.RegularExpressions;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace BotStudio.Tests.Architecture;

/// <summary>
/// Who owns which table, and who may look across accounts: lists that a change has to extend on purpose. What the walls do is in
/// <see cref="RowSecurityTests"/>, what the product does at them in <see cref="ForeignIdTests"/>.
/// </summary>
public sealed partial class TenancyTests(Acts acts) : IClassFixture<Acts>
{
    /// <summary>Tables that belong to no account, and why.</summary>
    private static readonly Dictionary<string, string> PlatformTables = new()
    {
        ["accounts"] = "the accounts themselves; each sees its own row",
        ["users"] = "a person may belong to several accounts; each account sees the names of its members",
        ["user_claims"] = "of a user",
        ["user_logins"] = "of a user",
        ["user_tokens"] = "of a user",
        ["user_passkeys"] = "of a user",
        ["sessions"] = "read before it is known whose account they open",
        ["refresh_tokens"] = "of a session",
        ["admin_links"] = "for the platform's admins",
        ["one_time_links"] = "of a user",
        ["known_devices"] = "of a user",
        ["recovery_codes"] = "of a user",
        ["data_exports"] = "of a user",
        ["unknown_addresses"] = "of nobody",
        ["ai_models"] = "what the platform knows of models is the same for everybody",
        ["ai_prices"] = "of a model",
        ["push_subscriptions"] = "a user's browser, whichever of their accounts it hears of",
        ["push_keys"] = "browser makers know the installation, not its accounts",
        ["protection_keys"] = "seal the secrets of all accounts",
        ["jobs"] = "the queue serves all accounts; the rows of each are kept from the others all the same",
        ["job_keys"] = "updates are recognised as repeats before their account is known",
        ["workers"] = "the processes",
    };

    /// <summary>Files that open the database past the walls, and why they may.</summary>
    private static readonly Dictionary<string, string> AcrossAccounts = new()
    {
        ["Accounts/CreateAdminLink.cs"] = "links belong to the platform",
        ["Accounts/EnterAccount.cs"] = "decides which account the scope belongs to",
        ["Accounts/EndSession.cs"] = "sessions belong to users",
        ["Accounts/IssueTokens.cs"] = "sessions belong to users",
        ["Accounts/RenewTokens.cs"] = "sessions belong to users",
        ["Accounts/ChooseAccount.cs"] = "nobody is signed in yet",
        ["Accounts/Departure/DeleteUser.cs"] = "a job; the user says which accounts go",
        ["Accounts/Departure/MakeExport.cs"] = "a job; the export says whose it is",
        ["Accounts/Departure/OwnData.cs"] = "users belong to the platform",
        ["Accounts/Departure/PlanDeparture.cs"] = "users belong to the platform",
        ["Accounts/Departure/RequestExport.cs"] = "users belong to the platform",
        ["Accounts/External/ChangeLogins.cs"] = "users belong to the platform",
        ["Accounts/External/SignInExternally.cs"] = "nobody is signed in yet",
        ["Accounts/Passkeys/ChangePasskeys.cs"] = "users belong to the platform",
        ["Bots/BotsOfUser.cs"] = "the user may own several accounts",
        ["Mail/ListMails.cs"] = "for the platform's admins",
        ["Accounts/Emails/AskForPassword.cs"] = "a job; the address says whose it is",
        ["Accounts/Emails/ChangeEmail.cs"] = "users belong to the platform",
        ["Accounts/Emails/ChangePassword.cs"] = "users belong to the platform",
        ["Accounts/Emails/ConfirmEmail.cs"] = "users belong to the platform",
        ["Accounts/Emails/ResetPassword.cs"] = "users belong to the platform",
        ["Accounts/Emails/SendConfirmation.cs"] = "users belong to the platform",
        ["Accounts/Profile/ChangeProfile.cs"] = "users belong to the platform",
        ["Accounts/Profile/ReadProfile.cs"] = "users belong to the platform",
        ["Accounts/ProveIdentity.cs"] = "sessions belong to users",
        ["Accounts/Sessions/EndSessionsOfUser.cs"] = "sessions belong to users",
        ["Accounts/Sessions/FailedTries.cs"] = "nobody is signed in yet",
        ["Accounts/Sessions/ListSessions.cs"] = "sessions belong to users",
        ["Accounts/TwoFactor/ChangeTwoFactor.cs"] = "users belong to the platform",
        ["Accounts/TwoFactor/FinishSignIn.cs"] = "nobody is signed in yet",
        ["Accounts/TwoFactor/SecondSteps.cs"] = "nobody is signed in yet",
        ["Accounts/Details/ChangeLogo.cs"] = "pictures of accounts are for everybody",
        ["Accounts/Details/EraseAccount.cs"] = "accounts end here",
        ["Accounts/Details/RemoveAccounts.cs"] = "finds the accounts whose time is up",
        ["Accounts/ListAccounts.cs"] = "of one user, whichever accounts they belong to",
        ["Accounts/Members/AcceptInvitation.cs"] = "who accepts is in no account yet, or in another",
        ["Accounts/Members/FindMember.cs"] = "members' addresses, of the one account",
        ["Accounts/Members/InvitationMails.cs"] = "the language of a user who may be in another account",
        ["Accounts/Members/ListMembers.cs"] = "members' addresses, of the one account",
        ["Accounts/OpenAccount.cs"] = "makes the account",
        ["Accounts/SwitchAccount.cs"] = "sessions belong to users",
        ["Accounts/SignUp.cs"] = "makes the account",
        ["Accounts/StartSession.cs"] = "sessions belong to users",
        ["Accounts/UseAdminLink.cs"] = "makes a user the platform's admin",
        ["Accounts/UserStore.cs"] = "users belong to the platform",
        ["Admin/Letters/WriteToAdmins.cs"] = "admins belong to the platform",
        ["Admin/Status/ReadStatus.cs"] = "counts what waits and fails on the whole platform, and tells of nobody",
        ["Ai/Budgets/LiveBudgets.cs"] = "the hot path asks models for all accounts",
        ["Ai/Budgets/SettleBudgets.cs"] = "settles what all accounts have used",
        ["Ai/Budgets/TakeFromBudgets.cs"] = "the hot path asks models for all accounts",
        ["Ai/Budgets/TellOfBudget.cs"] = "a job; its budget says whose it is",
        ["Ai/KeptAnswers/FindKeptAnswer.cs"] = "the hot path answers for all bots; the bot is asked for by name",
        ["Ai/Keys/LiveKeys.cs"] = "the hot path asks models for all accounts",
        ["Ai/Keys/RefusedKeys.cs"] = "the hot path finds keys of all accounts refused",
        ["Ai/Models/ListModels.cs"] = "the list of models belongs to the platform",
        ["Ai/Models/LiveModels.cs"] = "the list of models belongs to the platform",
        ["Ai/Models/SaveModel.cs"] = "the list of models belongs to the platform",
        ["Ai/Models/SeedModels.cs"] = "the list of models belongs to the platform",
        ["Ai/RunningAnswers.cs"] = "only notifies; reads no row",
        ["Ai/Safety/ContactPaces.cs"] = "a batch of questions to the model is of many accounts",
        ["Ai/Summaries/SummarizeConversation.cs"] = "a job; its conversation says whose it is",
        ["Ai/Usage/RollUpUsage.cs"] = "adds up what all accounts have used",
        ["Ai/Usage/UsageLog.cs"] = "the caller names the account; the hot path writes for all of them",
        ["Bots/BotProblems.cs"] = "the hot path notes problems of many bots at once",
        ["Bots/Pages/FindBotPage.cs"] = "visitors belong to no account, and see what the page's account shows to everybody",
        ["Bots/LiveSnapshots.cs"] = "the hot path answers for all bots",
        ["Channels/AcceptUpdate.cs"] = "updates of many bots share a commit",
        ["Channels/Albums.cs"] = "the hot path puts albums of all chats together",
        ["Channels/DeliveryCommit.cs"] = "deliveries of many bots share a commit",
        ["Channels/KeepSentFile.cs"] = "jobs of all accounts fetch; the conversation says whose it is",
        ["Channels/LiveConnections.cs"] = "finds the account of an update's bot",
        ["Channels/OutgoingMessages.cs"] = "the hot path delivers for all bots",
        ["Channels/WaitingMessages.cs"] = "the hot path collects what all chats write",
        ["Channels/Telegram/PublishTelegramMenu.cs"] = "a job; its bot says whose it is",
        ["Channels/Telegram/TelegramPolling.cs"] = "asks for the updates of all bots that poll",
        ["Channels/Telegram/TelegramWatch.cs"] = "looks after all connected bots",
        ["Conversations/Calls/AnswerWithCall.cs"] = "a job; its conversation says whose it is",
        ["Conversations/ChatAvailability.cs"] = "the hot path writes to all chats",
        ["Conversations/ConversationHints.cs"] = "only notifies; reads no row",
        ["Conversations/SayInConversation.cs"] = "jobs of every account remind and notify; it compares the account it is told",
        ["Conversations/EditedMessages.cs"] = "the hot path hears of edits in all chats",
        ["Conversations/FindConversations.cs"] = "a batch of messages is of many accounts",
        ["Conversations/Turns/History.cs"] = "a batch of questions to the model is of many accounts",
        ["Conversations/ResumeBot.cs"] = "a job; its conversation says whose it is",
        ["Conversations/Turns/TurnCommit.cs"] = "turns of many accounts share a commit",
        ["Data/DataFeature.cs"] = "registers them",
        ["Data/HotPath.cs"] = "is one of them",
        ["Data/Migrator.cs"] = "migrates",
        ["Data/Notifications.cs"] = "only listens; reads no row",
        ["Data/PlatformDb.cs"] = "is one of them",
        ["Data/PrepareProtection.cs"] = "keys belong to the platform",
        ["Data/ProtectionKeys.cs"] = "keys belong to the platform",
        ["Forms/Endings/EndingJob.cs"] = "a job; the turn that left it says whose it is",
        ["Forms/Endings/SendFormWebhook.cs"] = "a job; the turn that left it says whose it is",
        ["Forms/GivenAnswers.cs"] = "the hot path compares answers of all contacts",
        ["Files/RemoveFiles.cs"] = "a job; its bot may be gone already",
        ["Files/SendableFiles.cs"] = "the hot path sends for all bots; the account is asked for by name",
        ["Jobs/DueJobs.cs"] = "the queue serves all accounts",
        ["Jobs/JobQueue.cs"] = "the queue serves all accounts",
        ["Jobs/JobWorker.cs"] = "the queue serves all accounts",
        ["Jobs/QueueDepth.cs"] = "counts the whole queue",
        ["Jobs/WorkerRegistry.cs"] = "processes belong to the platform",
        ["Leads/LeadOfForm.cs"] = "a job; its form's contact says whose it is",
        ["Leads/Telling/AnswerLeadTap.cs"] = "a job; the connected chat says whose it is",
        ["Leads/Telling/TellOfLead.cs"] = "a job; its lead says whose it is",
        ["Mail/ForgetMails.cs"] = "cleans up for all accounts",
        ["Mail/Mails.cs"] = "whoever puts a mail in says whose it is; some are the platform's",
        ["Mail/SendMail.cs"] = "a job; its mail says whose it is",
        ["Notices/AnswerConnectNoticeChat.cs"] = "a job; its conversation says whose it is",
        ["Notices/NotifyOfForm.cs"] = "a job; the turn that left it says whose it is",
        ["Conversations/ForgetMessages.cs"] = "cleans up for all accounts, each by its own wish",
        ["Notices/Bell/ForgetBell.cs"] = "cleans up for all accounts",
        ["Notices/Bell/TellMembers.cs"] = "jobs; they say whose they are",
        ["Notices/Bell/TellOfTeam.cs"] = "a job; it says whose team it is",
        ["Notices/NoticeChats.cs"] = "jobs of all accounts say things in their chats",
        ["Notices/Push/KeepPushSubscription.cs"] = "browsers belong to users, whatever account they are in",
        ["Notices/Push/PushKeys.cs"] = "the key belongs to the platform",
        ["Notices/Push/SendPush.cs"] = "a job; browsers belong to users",
        ["Notices/TellOfProblems.cs"] = "jobs; their bot says whose they are",
        ["Tools/ToolSecrets.cs"] = "the hot path calls tools for all accounts; the caller names the account",
        ["Trials/Replays/ForgetReplays.cs"] = "cleans up for all accounts",
        ["Trials/Replays/RunReplay.cs"] = "a job; its replay says whose it is",
        ["Trials/Runs/RunTests.cs"] = "a job; its run says whose it is",
        ["Webhooks/ForgetWebhooks.cs"] = "cleans up for all accounts",
        ["Webhooks/OutgoingWebhooks.cs"] = "whoever puts a message in says whose it is",
        ["Webhooks/SendWebhook.cs"] = "a job; its delivery says whose it is",
        ["Webhooks/WebhookSecrets.cs"] = "jobs of all accounts sign",
    };

    [Fact]
    public void Every_table_belongs_to_an_account_or_is_listed_with_the_reason_why_not()
    {
        var unowned = Tables()
            .Where(table => !typeof(IBelongsToAccount).IsAssignableFrom(table.ClrType))
            .Select(table => table.GetTableName()!);

        Assert.Equal(PlatformTables.Keys.Order(), unowned.Distinct().Order());
    }

    [Fact]
    public void A_table_says_at_its_class_whose_it_is()
    {
        foreach (var table in Tables().Where(table => table.ClrType.Assembly == typeof(BotStudioDb).Assembly))
        {
            var isPlatforms = table.ClrType.IsDefined(typeof(PlatformWideAttribute), inherit: false);
            var isAccounts = typeof(IBelongsToAccount).IsAssignableFrom(table.ClrType);
            Assert.True(isPlatforms != isAccounts, $"{table.ClrType.Name} is neither or both of [PlatformWide] and IBelongsToAccount");
        }
    }

    [Fact]
    public void Every_account_s_table_has_the_filter()
    {
        foreach (var table in AccountTables())
        {
            Assert.True(table.FindDeclaredQueryFilter(BotStudioDb.AccountFilter) is not null, $"{table.ClrType.Name} is not filtered");
        }
    }

    [Fact]
    public async Task Every_account_s_table_has_row_level_security_with_the_one_policy()
    {
        const string comparison = "(account_id = (NULLIF(current_setting('botstudio.account_id'::text, true), ''::text))::uuid)";
        var secured = await ReadAsync(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity"
        );
        var policies = await ReadAsync(
            """
            select tablename || '|' || permissive || '|' || array_to_string(roles, ',') || '|' || cmd || '|' || qual || '|' || coalesce(with_check, '')
            from pg_policies where schemaname = 'public'
            """
        );

        foreach (var table in TwoAccounts.TablesOf(acts.Services).Select(table => table.GetTableName()!))
        {
            Assert.Contains(table, secured);
            Assert.Equal(
                $"{table}|PERMISSIVE|botstudio_account|ALL|{comparison}|{comparison}",
                Assert.Single(policies, policy => policy.StartsWith(table + "|", StringComparison.Ordinal))
            );
        }
    }

    [Fact]
    public async Task Every_table_in_the_database_is_one_of_the_model()
    {
        var tables = await ReadAsync(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')"
        );

        Assert.Equal(Tables().Select(table => table.GetTableName()!).Append("__EFMigrationsHistory").Distinct().Order(), tables.Order());
    }

    [Fact]
    public async Task The_role_of_accounts_owns_nothing_cannot_sign_in_and_cannot_pass_row_level_security()
    {
        var role = await ReadAsync(
            """
            select concat_ws(' ', rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
                (select count(*) from pg_class where relowner = pg_roles.oid and relnamespace = 'public'::regnamespace))
            from pg_roles where rolname = 'botstudio_account'
            """
        );

        Assert.Equal("f f f f f 0", Assert.Single(role));
    }

    [Fact]
    public void Whoever_looks_across_accounts_is_listed_with_the_reason()
    {
        var files = Checkout
            .Sources("BotStudio.Core", ".cs")
            .Concat(Checkout.Sources("BotStudio.Web", ".cs", ".razor"))
            .Where(file => PastTheWalls().IsMatch(Comment().Replace(file.Text, "")))
            .Select(file => file.Path.Replace("BotStudio.Core/", "", StringComparison.Ordinal));

        Assert.Equal(AcrossAccounts.Keys.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_context_is_made_where_its_world_is_chosen_and_nowhere_else()
    {
        var files = Checkout
            .Sources("BotStudio.Core", ".cs")
            .Concat(Checkout.Sources("BotStudio.Web", ".cs", ".razor"))
            .Where(file => OwnWay().IsMatch(Comment().Replace(file.Text, "")))
            .Select(file => file.Path);

        Assert.Equal(["BotStudio.Core/Data/AccountDb.cs", "BotStudio.Core/Data/PlatformDb.cs"], files.Order(StringComparer.Ordinal));
    }

    private IEnumerable<IEntityType> AccountTables() => Tables().Where(table => typeof(IBelongsToAccount).IsAssignableFrom(table.ClrType));

    private List<IEntityType> Tables()
    {
        using var db = acts.Services.GetRequiredService<PlatformDb>().Open();
        return [.. db.Model.GetEntityTypes().Where(type => !type.IsOwned() && type.GetTableName() is not null)];
    }

    private async Task<List<string>> ReadAsync(string sql)
    {
        await using var command = acts.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    [GeneratedRegex(@"\b(PlatformDb|NpgsqlDataSource|HotPath|new NpgsqlConnection)\b")]
    private static partial Regex PastTheWalls();

    [GeneratedRegex(@"new BotStudioDb\(|=> new\(options, ")]
    private static partial Regex OwnWay();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comment();
}
