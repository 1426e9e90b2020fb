namespace BotStudio.Core.Ai.Streaming;

/// <summary>What stays of an answer that was stopped: what the contact saw of it, and a sign that there was more.</summary>
public static class StoppedText
{
    private const string SentenceEnds = ".!?…:;。！？";

    /// <returns>Empty when they saw nothing.</returns>
    public static string Of(string seen)
    {
        var text = seen.TrimEnd();
        return text.Length == 0 || SentenceEnds.Contains(text[^1]) ? text : text + "…";
    }
}
