using BotStudio.Core.Ai;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Trials;

/// <summary>What a bot would say, and what it took to find out.</summary>
/// <param name="Text">Empty when it would say nothing.</param>
public sealed record Rehearsal(ReplyStep Step, string Text)
{
    /// <summary>Name of the command that answers; null when none does.</summary>
    public string? Command { get; init; }

    /// <summary>The answer is the owner's server's, which nobody asks in a rehearsal.</summary>
    public bool WouldCallServer { get; init; }

    /// <summary>What was sent to the model first; null when it was not asked.</summary>
    public AiQuestion? Asked { get; init; }

    /// <summary>What the model called, in its order; nothing of it was run.</summary>
    public IReadOnlyList<RehearsedCall> Calls { get; init; } = [];

    /// <summary>Why the model did not answer, as of <see cref="AiAnswer.Failed"/>; null when it did, or was not asked.</summary>
    public string? Problem { get; init; }

    /// <summary>Null when no model was asked.</summary>
    public string? Model { get; init; }

    public int TokensIn { get; init; }

    public int TokensOut { get; init; }

    /// <summary>US dollars; null when nobody knows the price.</summary>
    public decimal? Cost { get; init; } = 0;

    public TimeSpan Took { get; init; }

    /// <summary>The model stopped at the token limit.</summary>
    public bool WasCut { get; init; }

    /// <summary>A budget is used up and its cheaper model answered.</summary>
    public bool IsCheaper { get; init; }

    internal Rehearsal With(AiAnswer answer)
    {
        var spent = answer.Also.Prepend(answer).Select(Spent).ToList();
        var after = this with
        {
            TokensIn = TokensIn + spent.Sum(each => each.TokensIn),
            TokensOut = TokensOut + spent.Sum(each => each.TokensOut),
            Took = Took + spent.Aggregate(TimeSpan.Zero, (sum, each) => sum + each.Took),
            Cost = answer.Also.Prepend(answer).Aggregate(Cost, (sum, each) => sum + (each.WasAsked ? each.Cost : 0)),
            IsCheaper = IsCheaper || answer.IsCheaper,
        };
        return answer switch
        {
            AiAnswer.Text text => after.Saying(text.Value) with { Model = text.Model, WasCut = text.WasCut },
            AiAnswer.Calls calls => after.Saying(calls.Said) with
            {
                Model = calls.Model,
                Calls = [.. Calls, .. calls.Wanted.Select(call => new RehearsedCall(call.Name, call.Arguments))],
            },
            AiAnswer.Failed failed => after with { Model = failed.Model ?? Model, Problem = failed.Code },
            _ => after,
        };
    }

    internal Rehearsal Saying(string more) => more.Length == 0 ? this : this with { Text = Text.Length == 0 ? more : $"{Text}\n\n{more}" };

    private static (int TokensIn, int TokensOut, TimeSpan Took) Spent(AiAnswer answer) =>
        answer switch
        {
            AiAnswer.Text text => (text.TokensIn, text.TokensOut, text.Latency),
            AiAnswer.Calls calls => (calls.TokensIn, calls.TokensOut, calls.Latency),
            AiAnswer.Failed failed => (failed.TokensIn, failed.TokensOut, failed.Latency),
            _ => (0, 0, TimeSpan.Zero),
        };
}

/// <param name="Arguments">As the model wrote them.</param>
public sealed record RehearsedCall(string Name, string Arguments);
