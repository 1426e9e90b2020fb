namespace BotStudio.Bench.Load;

/// <summary>A private chat of one contact with one bot. Its sender's lock guards what changes.</summary>
internal sealed class Chat(WebhookSender bot, long id)
{
    public WebhookSender Bot { get; } = bot;

    /// <summary>Also the contact's id.</summary>
    public long Id { get; } = id;

    /// <summary>The first is being delivered or comes again, the others wait for it.</summary>
    public Queue<Update> Waiting { get; } = new();

    /// <summary>True while an update of it is under way or due.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Refusals in a row.</summary>
    public int Refusals { get; set; }

    /// <summary>The highest number answered so far; the ledger's.</summary>
    public long LastAnswered { get; set; }
}
