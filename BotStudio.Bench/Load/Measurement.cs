namespace BotStudio.Bench.Load;

/// <summary>What came of a run, or of one kind of traffic in it. Latencies leave out the first seconds, counts do not.</summary>
internal sealed record Measurement
{
    /// <summary>What was measured, for the table's first column.</summary>
    public required string What { get; init; }

    /// <summary>Messages a second that were due.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Messages a second that really came; random, so that it differs a little.</summary>
    public double ArrivedPerSecond { get; init; }

    /// <summary>Replies a second that came while the load lasted.</summary>
    public double AnsweredPerSecond { get; init; }

    public required int Sent { get; init; }

    public required int Accepted { get; init; }

    public required int Answered { get; init; }

    /// <summary>Accepted, and not answered by the end.</summary>
    public required int Lost { get; init; }

    /// <summary>Still refused at the end.</summary>
    public required int NeverAccepted { get; init; }

    public required int Doubled { get; init; }

    public required int OutOfOrder { get; init; }

    /// <summary>Messages of the bots that are no answer to anything, such as an apology.</summary>
    public required int Others { get; init; }

    /// <summary>Deliveries that were refused, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Refused { get; init; }

    /// <summary>From the begin of the delivery to the product's 200, milliseconds.</summary>
    public Percentiles? Ack { get; init; }

    /// <summary>From when the message was due until the bot sent the answer, milliseconds.</summary>
    public Percentiles? EndToEnd { get; init; }

    /// <summary>The same without the time that the model took.</summary>
    public Percentiles? WithoutModel { get; init; }

    /// <summary>From when the first piece of a stream left the model until the contact was shown something, milliseconds.</summary>
    public Percentiles? FirstShown { get; init; }

    /// <summary>From when the message was due until its delivery began: the load's own share of the latency.</summary>
    public Percentiles? LoadLag { get; init; }

    public Usage? Usage { get; init; }

    /// <summary>The load was broken off, because far more was sent than answered.</summary>
    public bool WasBrokenOff { get; init; }

    public bool IsWhole => Lost == 0 && NeverAccepted == 0 && !WasBrokenOff;
}

/// <summary>What the run cost.</summary>
/// <param name="ProductCpuMs">CPU of the product for one answered message.</param>
/// <param name="DatabaseCpuMs">The same of PostgreSQL.</param>
/// <param name="ProductCores">Cores that the product kept busy.</param>
/// <param name="LoadCores">The same of this process: the load and the fakes.</param>
/// <param name="OtherCores">What the rest of the machine used.</param>
/// <param name="RssMb">Memory of the product at the end of the load.</param>
/// <param name="PeakRssMb">Its highest since it was started.</param>
internal sealed record Usage(
    double ProductCpuMs,
    double DatabaseCpuMs,
    double ProductCores,
    double DatabaseCores,
    double LoadCores,
    double OtherCores,
    double RssMb,
    double PeakRssMb
)
{
    /// <summary>So much foreign work was done beside it that latencies and rates say little.</summary>
    public bool WasDisturbed => OtherCores > ManyOtherCores;

    public const double ManyOtherCores = 0.25;
}
