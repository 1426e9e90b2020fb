using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Departure;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Ai;
using BotStudio.Core.Ai.Budgets;
using BotStudio.Core.Ai.KeptAnswers;
using BotStudio.Core.Ai.Keys;
using BotStudio.Core.Ai.Models;
using BotStudio.Core.Ai.Safety;
using BotStudio.Core.Ai.Usage;
using BotStudio.Core.Audit;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Pages;
using BotStudio.Core.Channels;
using BotStudio.Core.Contacts;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Summaries;
using BotStudio.Core.Files;
using BotStudio.Core.Forms;
using BotStudio.Core.Jobs;
using BotStudio.Core.Leads;
using BotStudio.Core.Leads.Telling;
using BotStudio.Core.Mail;
using BotStudio.Core.Notices;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Tools;
using BotStudio.Core.Trials.Questions;
using BotStudio.Core.Trials.Replays;
using BotStudio.Core.Trials.Runs;
using BotStudio.Core.Webhooks;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Data;

/// <summary>
/// Every table, one line each. Opened through <see cref="AccountDb"/> (one account's world) or <see cref="PlatformDb"/> (all of it), never by
/// itself, so that the scope is always chosen on purpose.
/// </summary>
public sealed class BotStudioDb(DbContextOptions<BotStudioDb> options, Guid? accountId) : IdentityUserContext<User, Guid>(options)
{
    /// <summary>Name of the query filter that keeps accounts apart; nothing but <see cref="PlatformDb"/> may look past it.</summary>
    public const string AccountFilter = "account";

    /// <summary>The account whose rows are seen and written; null sees all (platform).</summary>
    public Guid? AccountId { get; } = accountId;

    /// <summary>Who opened it, for the log of the account.</summary>
    public Actor? Actor { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    private bool SeesAllAccounts => AccountId is null;

    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<AccountLogo> AccountLogos => Set<AccountLogo>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<BellNotice> BellNotices => Set<BellNotice>();
    public DbSet<NoticeWish> NoticeWishes => Set<NoticeWish>();
    public DbSet<PushSubscription> PushSubscriptions => Set<PushSubscription>();
    public DbSet<PushKey> PushKeys => Set<PushKey>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();
    public DbSet<AdminLink> AdminLinks => Set<AdminLink>();
    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();
    public DbSet<KnownDevice> KnownDevices => Set<KnownDevice>();
    public DbSet<UnknownAddress> UnknownAddresses => Set<UnknownAddress>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<DataExport> DataExports => Set<DataExport>();
    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();
    public DbSet<Bot> Bots => Set<Bot>();
    public DbSet<BotVersion> BotVersions => Set<BotVersion>();
    public DbSet<BotPage> BotPages => Set<BotPage>();
    public DbSet<BotProblem> BotProblems => Set<BotProblem>();
    public DbSet<OutgoingMail> Mails => Set<OutgoingMail>();
    public DbSet<NoticeChat> NoticeChats => Set<NoticeChat>();
    public DbSet<NoticeCode> NoticeCodes => Set<NoticeCode>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<WebhookSecret> WebhookSecrets => Set<WebhookSecret>();
    public DbSet<ToolSecret> ToolSecrets => Set<ToolSecret>();
    public DbSet<ChannelConnection> ChannelConnections => Set<ChannelConnection>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<ContactNote> ContactNotes => Set<ContactNote>();
    public DbSet<BalanceChange> BalanceChanges => Set<BalanceChange>();
    public DbSet<Segment> Segments => Set<Segment>();
    public DbSet<Conversation> Conversations => Set<Conversation>();
    public DbSet<ConversationSummary> ConversationSummaries => Set<ConversationSummary>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<FormEntry> FormEntries => Set<FormEntry>();
    public DbSet<Lead> Leads => Set<Lead>();
    public DbSet<LeadStatus> LeadStatuses => Set<LeadStatus>();
    public DbSet<LeadEvent> LeadEvents => Set<LeadEvent>();
    public DbSet<LeadNote> LeadNotes => Set<LeadNote>();
    public DbSet<LeadNotice> LeadNotices => Set<LeadNotice>();
    public DbSet<LeadWindow> LeadWindows => Set<LeadWindow>();
    public DbSet<LeadWebhook> LeadWebhooks => Set<LeadWebhook>();
    public DbSet<CannedReply> CannedReplies => Set<CannedReply>();
    public DbSet<StoredFile> StoredFiles => Set<StoredFile>();
    public DbSet<ListedModel> AiModels => Set<ListedModel>();
    public DbSet<ListedPrice> AiPrices => Set<ListedPrice>();
    public DbSet<AiKey> AiKeys => Set<AiKey>();
    public DbSet<AiSettings> AiSettings => Set<AiSettings>();
    public DbSet<UsageRecord> UsageRecords => Set<UsageRecord>();
    public DbSet<UsageTotal> UsageTotals => Set<UsageTotal>();
    public DbSet<AiBudget> AiBudgets => Set<AiBudget>();
    public DbSet<BudgetPeriod> BudgetPeriods => Set<BudgetPeriod>();
    public DbSet<BudgetReservation> BudgetReservations => Set<BudgetReservation>();
    public DbSet<KeptPace> ContactPaces => Set<KeptPace>();
    public DbSet<KeptAnswer> KeptAnswers => Set<KeptAnswer>();
    public DbSet<TestQuestion> TestQuestions => Set<TestQuestion>();
    public DbSet<TestSettings> TestSettings => Set<TestSettings>();
    public DbSet<TestRun> TestRuns => Set<TestRun>();
    public DbSet<TestResult> TestResults => Set<TestResult>();
    public DbSet<Replay> Replays => Set<Replay>();
    public DbSet<ReplayItem> ReplayItems => Set<ReplayItem>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<JobKey> JobKeys => Set<JobKey>();
    public DbSet<Worker> Workers => Set<Worker>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Add(_ => new SnakeCaseNames());

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("user_passkeys");
        builder.ApplyConfigurationsFromAssembly(typeof(BotStudioDb).Assembly);

        foreach (
            var owned in builder.Model.GetEntityTypes().Where(type => typeof(IBelongsToAccount).IsAssignableFrom(type.ClrType)).ToList()
        )
        {
            typeof(BotStudioDb)
                .GetMethod(nameof(KeepInAccount), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
                .MakeGenericMethod(owned.ClrType)
                .Invoke(this, [builder]);
        }
    }

    private void KeepInAccount<TRow>(ModelBuilder builder)
        where TRow : class, IBelongsToAccount =>
        builder.Entity<TRow>().HasQueryFilter(AccountFilter, row => SeesAllAccounts || row.AccountId == AccountId);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Saving blocks a thread here; use SaveChangesAsync.");

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseRowsOfOthers();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private void RefuseRowsOfOthers()
    {
        if (SeesAllAccounts)
        {
            return;
        }

        foreach (var entry in ChangeTracker.Entries<IBelongsToAccount>())
        {
            var owner = entry.Property(row => row.AccountId);
            if (entry.State is EntityState.Unchanged or EntityState.Detached)
            {
                continue;
            }

            if (owner.CurrentValue != AccountId || (entry.State != EntityState.Added && owner.OriginalValue != AccountId))
            {
                throw new InvalidOperationException($"A {entry.Metadata.ClrType.Name} of another account would be written.");
            }
        }
    }
}
