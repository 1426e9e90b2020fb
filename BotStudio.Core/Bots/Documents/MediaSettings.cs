namespace BotStudio.Core.Bots.Documents;

/// <summary>What AI takes besides text. Whatever it does not take is answered politely, with what it does.</summary>
public sealed record MediaSettings
{
    public const int MaxVoiceMinutes = 120;

    /// <summary>Voice messages, recordings and round videos are written down and answered as if they had been written.</summary>
    public bool HearsVoice { get; init; } = true;

    /// <summary>The provider's name of the model that writes them down; null takes the provider's usual one.</summary>
    public string? VoiceModel { get; init; }

    /// <summary>Minutes of the longest recording that is written down, 1 to 120: each of them is paid for.</summary>
    public int LongestVoiceMinutes { get; init; } = 10;

    /// <summary>Photos go to the model, when it is one that sees.</summary>
    public bool SeesPhotos { get; init; } = true;

    /// <summary>Files of text are read to the model.</summary>
    public bool ReadsDocuments { get; init; } = true;
}
