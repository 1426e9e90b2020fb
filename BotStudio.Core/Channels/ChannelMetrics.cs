using System.Diagnostics.Metrics;

namespace BotStudio.Core.Channels;

/// <summary>What channels count for whoever runs the installation.</summary>
internal static class ChannelMetrics
{
    private static readonly Meter Meter = new(nameof(BotStudio));

    /// <summary>Messages of a kind that the channel's reader does not know yet; they got the fallback.</summary>
    public static readonly Counter<long> UnknownMessages = Meter.CreateCounter<long>(
        "botstudio.messages.unknown",
        description: "Messages of a kind that is not known yet"
    );

    /// <summary>Files of contacts that were fetched, by what came of it.</summary>
    public static readonly Counter<long> FetchedFiles = Meter.CreateCounter<long>(
        "botstudio.files.fetched",
        description: "Files of contacts that were fetched from a channel"
    );
}
