namespace BotStudio.Core.Bots.Documents;

/// <summary>What has to be right in what AI takes, does not answer and keeps.</summary>
internal static class AiRules
{
    public static void Check(DocumentCheck check)
    {
        Media(check, check.Document.Media);
        Safety(check, check.Document.Safety);
        if (check.Document.KeptAnswers.Hours is < 1 or > KeptAnswerSettings.MaxHours)
        {
            check.Add("document.kept_answers_range", "/keptAnswers/hours", KeptAnswerSettings.MaxHours);
        }
    }

    private static void Media(DocumentCheck check, MediaSettings media)
    {
        if (media.LongestVoiceMinutes is < 1 or > MediaSettings.MaxVoiceMinutes)
        {
            check.Add("document.voice_minutes_range", "/media/longestVoiceMinutes", MediaSettings.MaxVoiceMinutes);
        }

        if (media.VoiceModel?.Length > PromptSettings.MaxModelLength)
        {
            check.Add("document.text_too_long", "/media/voiceModel", PromptSettings.MaxModelLength, media.VoiceModel.Length);
        }
    }

    private static void Safety(DocumentCheck check, SafetySettings safety)
    {
        if (safety.MessagesPerMinute is < 1 or > SafetySettings.MaxMessagesPerMinute)
        {
            check.Add("document.messages_per_minute_range", "/safety/messagesPerMinute", SafetySettings.MaxMessagesPerMinute);
        }

        if (safety.AnswersPerDay is < 1 or > SafetySettings.MaxAnswersPerDay)
        {
            check.Add("document.answers_per_day_range", "/safety/answersPerDay", SafetySettings.MaxAnswersPerDay);
        }

        if (safety.Words.Count > SafetySettings.MaxWords)
        {
            check.Add("document.too_many_words", "/safety/words", SafetySettings.MaxWords);
        }
        else if (safety is { Moderation: ModerationKind.Words, Words.Count: 0 })
        {
            check.Add("document.words_missing", "/safety/words");
        }

        for (var i = 0; i < safety.Words.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(safety.Words[i]) || safety.Words[i].Length > SafetySettings.MaxWordLength)
            {
                check.Add("document.word_length", $"/safety/words/{i}", SafetySettings.MaxWordLength);
            }
        }
    }
}
