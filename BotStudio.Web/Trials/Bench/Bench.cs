using BotStudio.Core.Trials;

namespace BotStudio.Web.Trials.Bench;

/// <summary>Answers side by side: a row for each message, a column for each of those who were asked.</summary>
public sealed class Bench(TrialWish wish, int? liveNumber)
{
    private readonly Rehearsal?[,] answers = new Rehearsal?[wish.Messages.Count, wish.Contestants.Count];

    public TrialWish Wish => wish;

    /// <summary>Of the live version, when it was asked.</summary>
    public int? LiveNumber => liveNumber;

    /// <summary>Null while it is waited for.</summary>
    public Rehearsal? this[int message, int contestant] => answers[message, contestant];

    public void Put(TrialAnswer answer) => answers[answer.Message, answer.Contestant] = answer.Answer;

    /// <summary>What a column took so far.</summary>
    public ColumnTotal Total(int contestant)
    {
        var given = Enumerable.Range(0, wish.Messages.Count).Select(row => answers[row, contestant]).OfType<Rehearsal>().ToList();
        var asked = given.Where(answer => answer.Asked is not null).ToList();
        return new ColumnTotal(
            given.Count,
            given.Sum(answer => answer.TokensIn),
            given.Sum(answer => answer.TokensOut),
            given.Any(answer => answer.Cost is null) ? null : given.Sum(answer => answer.Cost),
            asked.Count == 0 ? TimeSpan.Zero : asked.Aggregate(TimeSpan.Zero, (sum, answer) => sum + answer.Took) / asked.Count
        );
    }
}

/// <param name="Cost">US dollars; null when nobody knows.</param>
/// <param name="Average">Of those answers that a model gave.</param>
public sealed record ColumnTotal(int Answers, int TokensIn, int TokensOut, decimal? Cost, TimeSpan Average);
