using BotStudio.Core.Accounts;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Data;
using BotStudio.Core.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace BotStudio.Core.Conversations.FirstSteps;

/// <summary>What a newcomer has still to do until a bot talks to people: found from what is there, so that nobody ticks anything off.</summary>
/// <returns>Null for whoever makes no bots, has put the list away, or has done all of it.</returns>
public sealed class ReadFirstSteps(AccountDb accountDb, CurrentAccount account, ReadProfile readProfile)
{
    public async Task<FirstStepsRow?> RunAsync(CancellationToken ct)
    {
        if (account.UserId is not { } userId || !account.May(Permission.EditBots))
        {
            return null;
        }

        await using var db = await accountDb.OpenAsync(ct);
        if (await db.Memberships.AnyAsync(m => m.UserId == userId && m.ChecklistHiddenAt != null, ct))
        {
            return null;
        }

        var bot = await db
            .Bots.OrderByDescending(b => b.PublishedVersionId != null)
            .ThenBy(b => b.CreatedAt)
            .Select(b => (Guid?)b.Id)
            .FirstOrDefaultAsync(ct);
        var profile = await readProfile.RunAsync(userId, ct);
        var steps = new List<FirstStepRow>
        {
            new(FirstStep.MakeBot, bot is not null),
            new(FirstStep.Publish, await db.Bots.AnyAsync(b => b.PublishedVersionId != null, ct)),
            new(FirstStep.Connect, await db.ChannelConnections.AnyAsync(ct)),
            new(FirstStep.FirstChat, await db.Conversations.AnyAsync(ct)),
        };
        if (account.May(Permission.ManageMembers))
        {
            var isAlone = await db.Memberships.CountAsync(ct) < 2 && !await db.Invitations.AnyAsync(ct);
            steps.Add(new FirstStepRow(FirstStep.InviteSomebody, !isAlone));
        }

        steps.Add(new FirstStepRow(FirstStep.SecureSignIn, profile.HasTwoFactor || profile.Passkeys.Count > 0));
        return steps.All(step => step.IsDone) ? null : new FirstStepsRow(bot, steps);
    }
}

public enum FirstStep
{
    MakeBot,
    Publish,
    Connect,
    FirstChat,
    InviteSomebody,
    SecureSignIn,
}

/// <param name="BotId">The one that the steps are about; null while there is none.</param>
public sealed record FirstStepsRow(Guid? BotId, IReadOnlyList<FirstStepRow> Steps);

public sealed record FirstStepRow(FirstStep Step, bool IsDone);

/// <summary>Puts the list away, for whoever asks.</summary>
/// <returns><c>not_found</c> for nobody.</returns>
public sealed class HideFirstSteps(AccountDb accountDb, CurrentAccount account, TimeProvider clock)
{
    public async Task<Outcome> RunAsync(CancellationToken ct)
    {
        var userId = account.UserId;
        await using var db = await accountDb.OpenAsync(ct);
        if (await db.Memberships.SingleOrDefaultAsync(m => m.UserId == userId, ct) is not { } membership)
        {
            return Problem.NotFound;
        }

        membership.HideChecklist(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return Outcome.Done;
    }
}
