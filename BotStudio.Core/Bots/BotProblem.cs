using BotStudio.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace BotStudio.Core.Bots;

/// <summary>Something that keeps a bot from answering well, shown on its card until it is over. One row a bot and code.</summary>
public sealed class BotProblem : IBelongsToAccount
{
    public const int MaxDetailLength = 300;

    public Guid AccountId { get; private set; }

    public Guid BotId { get; private set; }

    /// <summary>Code of a <see cref="Outcomes.Problem"/>: <c>ai.no_key</c>, <c>telegram.unauthorized</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>What the other side said, as a value for the problem's text; never a secret or a message.</summary>
    public string? Detail { get; private set; }

    public DateTimeOffset Since { get; private set; }

    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>When the owner was told of it; null while not yet.</summary>
    public DateTimeOffset? ToldAt { get; private set; }
}

internal sealed class BotProblemMapping : IEntityTypeConfiguration<BotProblem>
{
    public void Configure(EntityTypeBuilder<BotProblem> problem)
    {
        problem.HasKey(p => new { p.BotId, p.Code });
        problem.Property(p => p.Code).HasMaxLength(60);
        problem.Property(p => p.Detail).HasMaxLength(BotProblem.MaxDetailLength);
        problem.HasOne<Bot>().WithMany().HasForeignKey(p => p.BotId);
    }
}
