using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Outcomes;
using BotStudio.Web.Accounts;
using BotStudio.Web.Api;
using BotStudio.Web.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BotStudio.Web.Team;

/// <summary><c>/api/v1/account</c>: the account that the request is in, and who works there.</summary>
public static class TeamEndpoints
{
    public static void MapTeam(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Account").Requires(Permission.ViewBots);
        accounts
            .MapGet("", ListAccountsAsync)
            .WithSummary("List one's accounts")
            .WithDescription(
                "All that the user belongs to. A request is in one of them: name it by its id in the header `BotStudio-Account`."
            );
        var account = api.MapGroup("/account").WithTags("Account").Requires(Permission.ViewBots);
        account.MapGet("", ReadAsync).WithSummary("Read the account");
        account
            .MapPut("", ChangeAsync)
            .Requires(Permission.ManageAccount)
            .WithSummary("Change the account")
            .WithDescription("All of it at once; what is left out becomes what an account begins with.")
            .WithExample(
                """{"name":"Coffee on the corner","slug":"coffee","color":"#007462","timeZone":"Europe/Kyiv","currency":"UAH","language":"uk"}"""
            );
        account
            .MapPut("/retention", RetainAsync)
            .Requires(Permission.ManageAccount)
            .WithSummary("Say how long messages are kept")
            .WithDescription("Older ones are deleted within the hour, for good. null keeps them.")
            .WithExample("""{"keepMessagesDays":365}""");
        account
            .MapPost("/deletion", DeleteAsync)
            .Requires(Permission.OwnAccount)
            .WithSummary("Delete the account")
            .WithDescription("With everything in it, after 14 days in which that can be taken back. Its name has to be given as it is.")
            .WithExample("""{"name":"Coffee on the corner"}""");
        account.MapDelete("/deletion", KeepAsync).Requires(Permission.OwnAccount).WithSummary("Keep the account after all");

        var members = account.MapGroup("/members");
        members.MapGet("", ListAsync).WithSummary("List members").WithDescription("Those with the highest role first.");
        members
            .MapPatch("/{userId:guid}", ChangeRoleAsync)
            .Requires(Permission.ManageMembers)
            .WithSummary("Change a member's role")
            .WithExample("""{"role":"editor"}""");
        members.MapDelete("/{userId:guid}", RemoveAsync).Requires(Permission.ManageMembers).WithSummary("Remove a member");
        members
            .MapPost("/{userId:guid}/ownership", TransferAsync)
            .Requires(Permission.OwnAccount)
            .WithSummary("Hand the account over")
            .WithDescription("The member becomes the owner and whoever asks an admin. The account's name has to be given as it is.")
            .WithExample("""{"name":"Coffee on the corner"}""");

        var invitations = account.MapGroup("/invitations").Requires(Permission.ManageMembers);
        invitations.MapGet("", InvitationsAsync).WithSummary("List invitations").WithDescription("Those that were not used up.");
        invitations
            .MapPost("", InviteAsync)
            .WithSummary("Invite somebody")
            .WithDescription("By e-mail; without an address a link is made that `maxUses` people may use. The link is told this once.")
            .WithExample("""{"email":"olena@example.com","role":"operator"}""");
        invitations
            .MapPost("/{invitationId:guid}/resend", ResendAsync)
            .WithSummary("Send an invitation again")
            .WithDescription("With a new link; the old one stops working.");
        invitations.MapDelete("/{invitationId:guid}", RevokeAsync).WithSummary("Withdraw an invitation");
    }

    private static async Task<Ok<IReadOnlyList<AccountRow>>> ListAccountsAsync(ListAccounts list, CancellationToken ct) =>
        TypedResults.Ok(await list.RunAsync(ct));

    private static async Task<Ok<AccountDetails>> ReadAsync(ReadAccount read, CancellationToken ct) =>
        TypedResults.Ok(await read.RunAsync(ct));

    private static async Task<Results<Ok<AccountDetails>, ProblemResult>> ChangeAsync(
        AccountInput input,
        ChangeAccount change,
        CancellationToken ct
    ) => (await change.RunAsync(input, ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> RetainAsync(
        RetentionInput input,
        ChangeRetention change,
        CancellationToken ct
    ) => (await change.RunAsync(input.KeepMessagesDays, ct)).ToNoContent();

    private static async Task<Results<Ok<DeletionBody>, ProblemResult>> DeleteAsync(
        NameInput input,
        DeleteAccount delete,
        CancellationToken ct
    ) => (await delete.RunAsync(input.Name, ct)).To(from => new DeletionBody(from)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> KeepAsync(KeepAccount keep, CancellationToken ct) =>
        (await keep.RunAsync(ct)).ToNoContent();

    private static async Task<Ok<IReadOnlyList<MemberRow>>> ListAsync(ListMembers list, CancellationToken ct) =>
        TypedResults.Ok(await list.RunAsync(ct));

    private static async Task<Results<NoContent, ProblemResult>> ChangeRoleAsync(
        Guid userId,
        RoleInput input,
        ChangeRole change,
        CancellationToken ct
    ) => (await change.RunAsync(userId, input.Role, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(Guid userId, RemoveMember remove, CancellationToken ct) =>
        (await remove.RunAsync(userId, ct)).ToNoContent();

    private static async Task<Results<NoContent, ProblemResult>> TransferAsync(
        Guid userId,
        NameInput input,
        TransferAccount transfer,
        CancellationToken ct
    ) => (await transfer.RunAsync(userId, input.Name, ct)).ToNoContent();

    private static async Task<Results<Ok<IReadOnlyList<InvitationRow>>, ProblemResult>> InvitationsAsync(
        ListInvitations list,
        CancellationToken ct
    ) => (await list.RunAsync(ct)).ToOk();

    private static async Task<Results<Created<SentInvitation>, ProblemResult>> InviteAsync(
        InvitationInput input,
        InviteMember invite,
        HttpContext http,
        CancellationToken ct
    ) => (await invite.RunAsync(input, SiteOf(http), ct)).ToCreated(sent => $"{ApiEndpoints.V1}/account/invitations/{sent.Id}");

    private static async Task<Results<Ok<SentInvitation>, ProblemResult>> ResendAsync(
        Guid invitationId,
        ResendInvitation resend,
        HttpContext http,
        CancellationToken ct
    ) => (await resend.RunAsync(invitationId, SiteOf(http), ct)).ToOk();

    private static async Task<Results<NoContent, ProblemResult>> RevokeAsync(
        Guid invitationId,
        RevokeInvitation revoke,
        CancellationToken ct
    ) => (await revoke.RunAsync(invitationId, ct)).ToNoContent();

    private static Uri SiteOf(HttpContext http) => new($"{http.Request.Scheme}://{http.Request.Host}");
}

/// <param name="KeepMessagesDays">7 to 3650; null keeps them.</param>
public sealed record RetentionInput(int? KeepMessagesDays);

/// <param name="Name">The account's, as it is.</param>
public sealed record NameInput(string? Name);

public sealed record RoleInput(Role Role);

/// <param name="DeletedFrom">When everything goes.</param>
public sealed record DeletionBody(DateTimeOffset DeletedFrom);
