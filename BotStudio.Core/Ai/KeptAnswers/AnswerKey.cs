using System.Security.Cryptography;
using System.Text;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;

namespace BotStudio.Core.Ai.KeptAnswers;

/// <summary>
/// The fingerprint of a question: the bot's version, the language, the model, the instructions as they are sent, and the words, whatever their
/// case and blanks. Instructions with something of the contact in them (a name, a balance) are others for everybody, so that nobody is answered
/// what was meant for another.
/// </summary>
public static class AnswerKey
{
    public static byte[] Of(AiRequest request, int version)
    {
        var prompt = request.Prompt;
        return SHA256.HashData(
            Encoding.UTF8.GetBytes(
                string.Join(
                    '\u001f',
                    version,
                    request.Values.Language,
                    prompt.Model,
                    prompt.Temperature,
                    prompt.MaxOutputTokens,
                    Instructions.For(prompt, request.Values),
                    Normalized(request.Text)
                )
            )
        );
    }

    internal static string Normalized(string question) =>
        string.Join(' ', question.Normalize(NormalizationForm.FormKC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ToUpperInvariant();
}
