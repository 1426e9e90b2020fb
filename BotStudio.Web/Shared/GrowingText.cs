using System.Text;
using BotStudio.Core.Ai;

namespace BotStudio.Web.Shared;

/// <summary>An answer that is being written, for a page: what there is so far, and when to draw it again.</summary>
/// <param name="changed">Called from any thread: at the first piece, and then not more often than a reader can follow.</param>
public sealed class GrowingText(Action changed, TimeProvider clock) : IAnswerListener
{
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(80);

    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private long? drawnAt;
    private bool isDue;

    public string Text
    {
        get
        {
            lock (gate)
            {
                return text.ToString();
            }
        }
    }

    public void Hear(string piece)
    {
        TimeSpan pause;
        lock (gate)
        {
            text.Append(piece);
            if (isDue)
            {
                return;
            }

            pause = drawnAt is { } at ? DrawEvery - clock.GetElapsedTime(at) : TimeSpan.Zero;
            isDue = pause > TimeSpan.Zero;
            drawnAt = isDue ? drawnAt : clock.GetTimestamp();
        }

        if (pause > TimeSpan.Zero)
        {
            _ = DrawAfterAsync(pause);
        }
        else
        {
            changed();
        }
    }

    public void StartOver()
    {
        lock (gate)
        {
            text.Clear();
        }
    }

    private async Task DrawAfterAsync(TimeSpan pause)
    {
        await Task.Delay(pause, clock);
        lock (gate)
        {
            (isDue, drawnAt) = (false, clock.GetTimestamp());
        }

        changed();
    }
}
