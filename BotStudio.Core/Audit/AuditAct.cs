namespace BotStudio.Core.Audit;

/// <summary>
/// What is written into the log of an account. A new one is a line here and its sentence among AuditText (<c>act.(name)</c>, where {0} is what it
/// was done to and {1} the detail).
/// </summary>
public enum AuditAct
{
    SignedIn,
    SignInFailed,
    SignedOutElsewhere,
    PasswordChanged,
    TwoFactorChanged,

    MemberInvited,
    InvitationRevoked,
    MemberJoined,
    RoleChanged,
    MemberRemoved,
    MemberLeft,
    OwnershipTransferred,

    AccountOpened,
    AccountChanged,
    RetentionChanged,
    AccountDeletionAsked,
    AccountDeletionCancelled,

    BotCreated,
    BotDeleted,
    BotPublished,
    BotRolledBack,
    BotConnected,
    BotDisconnected,
    BotExported,

    AiKeySet,
    AiKeyRemoved,
    BudgetChanged,
    BudgetRemoved,
    WebhookSecretRotated,
    ApiKeyIssued,
    ApiKeyRevoked,

    ContactsExported,
    ContactHandedOver,
    ContactDeleted,
    EntriesExported,
    EntriesDeleted,
    LeadsExported,
    LeadsDeleted,
    BroadcastSent,
    AuditExported,
}
