using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace BotStudio.Bench.Load;

/// <summary>
/// Every update of the run under way, by number. What the bots send is matched with it, so that what is lost, doubled or out of order is known
/// exactly.
/// </summary>
internal sealed partial class Ledger
{
    private readonly Lock gate = new();
    private List<Update> updates = [];
    private long first = 1;
    private int answered;
    private int others;

    /// <summary>Begins anew; answers to earlier updates are of no interest any more.</summary>
    public void Begin()
    {
        lock (gate)
        {
            first += updates.Count;
            updates = [];
            (answered, others) = (0, 0);
        }
    }

    public Update Add(Chat chat, Text text, long due)
    {
        lock (gate)
        {
            var update = new Update(first + updates.Count, chat, text, due);
            updates.Add(update);
            return update;
        }
    }

    /// <summary>A bot sent <paramref name="text"/>.</summary>
    public void Answered(long chatId, string text, long now)
    {
        lock (gate)
        {
            if (Find(text, out var isEarlier) is not { } update || update.Chat.Id != chatId)
            {
                others += isEarlier ? 0 : 1;
                return;
            }

            if (update.AnsweredAt != 0)
            {
                update.Doubles++;
                return;
            }

            update.AnsweredAt = now;
            answered++;
            update.IsOutOfOrder = update.Number < update.Chat.LastAnswered;
            update.Chat.LastAnswered = Math.Max(update.Chat.LastAnswered, update.Number);
        }
    }

    /// <summary>The model answered a question with <paramref name="text"/> in it.</summary>
    public void ModelAnswered(string text, long ticks)
    {
        lock (gate)
        {
            if (Find(text, out _) is { } update)
            {
                update.ModelTicks += ticks;
            }
        }
    }

    /// <summary>The first piece of an answer with <paramref name="text"/> in it left the model.</summary>
    public void ModelBegan(string text, long now)
    {
        lock (gate)
        {
            if (Find(text, out _) is { } update)
            {
                update.FirstPieceAt = now;
            }
        }
    }

    /// <summary>A bot showed a contact how far its answer has come.</summary>
    public void Shown(long chatId, string text, long now)
    {
        lock (gate)
        {
            if (Find(text, out _) is { FirstShownAt: 0 } update && update.Chat.Id == chatId)
            {
                update.FirstShownAt = now;
            }
        }
    }

    public Count CountNow()
    {
        lock (gate)
        {
            return new Count(updates.Count, answered, others);
        }
    }

    /// <summary>The run's updates; call when nothing is added any more.</summary>
    public IReadOnlyList<Update> Updates
    {
        get
        {
            lock (gate)
            {
                return [.. updates];
            }
        }
    }

    /// <summary>Text with the number in it, as a contact writes.</summary>
    public static string Write(Update update) =>
        update.Text switch
        {
            Text.Ping => string.Create(CultureInfo.InvariantCulture, $"/ping q{update.Number}z"),
            Text.FormStart => string.Create(CultureInfo.InvariantCulture, $"/apply q{update.Number}z"),
            Text.Answer => string.Create(CultureInfo.InvariantCulture, $"Answer q{update.Number}z"),
            _ => string.Create(CultureInfo.InvariantCulture, $"Hello, can you tell me more about order q{update.Number}z please?"),
        };

    private Update? Find(string text, out bool isEarlier)
    {
        isEarlier = false;
        foreach (var match in NumberInText.EnumerateMatches(text))
        {
            var number = long.Parse(text.AsSpan(match.Index + 1, match.Length - 2), CultureInfo.InvariantCulture);
            isEarlier = number < first;
            return isEarlier || number >= first + updates.Count ? null : updates[(int)(number - first)];
        }

        return null;
    }

    [GeneratedRegex(@"q\d{1,15}z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberInText { get; }
}

/// <param name="Sent">Updates that were due so far.</param>
/// <param name="Others">Messages of the bots that are no answer: an apology, a text without the number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Count(int Sent, int Answered, int Others)
{
    public int Open => Sent - Answered;
}
