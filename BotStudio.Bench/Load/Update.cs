namespace BotStudio.Bench.Load;

internal enum Text
{
    /// <summary><c>/ping X</c>, answered with <c>pong X</c> by a command.</summary>
    Ping,

    /// <summary>Anything else, answered by the model.</summary>
    Question,

    /// <summary><c>/apply X</c>, which opens a form.</summary>
    FormStart,

    /// <summary>An answer to a question of the form; the next question repeats it.</summary>
    Answer,
}

/// <summary>One message of a contact and what became of it. Times are those of the monotonic clock; 0 is never.</summary>
/// <param name="Number">Stands in the text and comes back in the reply.</param>
/// <param name="Due">When it was to be sent, whether or not the load could: latency counts from here.</param>
internal sealed record Update(long Number, Chat Chat, Text Text, long Due)
{
    /// <summary>Begin of the first delivery.</summary>
    public long SentAt { get; set; }

    /// <summary>When the product said 200.</summary>
    public long AcceptedAt { get; set; }

    /// <summary>From the begin of the delivery that was accepted.</summary>
    public long AckTicks { get; set; }

    public long AnsweredAt { get; set; }

    /// <summary>How long the model took, all its calls for this update together.</summary>
    public long ModelTicks { get; set; }

    /// <summary>When the first piece of the model's answer left it; only in streams.</summary>
    public long FirstPieceAt { get; set; }

    /// <summary>When the contact was first shown something of it.</summary>
    public long FirstShownAt { get; set; }

    /// <summary>Answers after the first.</summary>
    public int Doubles { get; set; }

    /// <summary>Answered after a later update of its chat.</summary>
    public bool IsOutOfOrder { get; set; }

    public bool IsLost => AcceptedAt != 0 && AnsweredAt == 0;
}
