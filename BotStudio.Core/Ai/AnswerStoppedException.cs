using BotStudio.Core.Ai.Usage;

namespace BotStudio.Core.Ai;

/// <summary>Whoever asked did not want to know any more.</summary>
public sealed class AnswerStoppedException(UsageRecord record, CancellationToken ct) : OperationCanceledException(ct)
{
    /// <summary>What it took until then; it is written down already.</summary>
    public UsageRecord Record => record;
}
