using BotStudio.Core.Bots.Translations;
using BotStudio.Core.Outcomes;

namespace BotStudio.Core.Bots.Documents;

/// <summary>What an owner would rather know before publishing, although nothing of it is in the way (<see cref="DocumentCheck"/> finds what is).</summary>
public static class DocumentWarnings
{
    public static IReadOnlyList<Problem> Run(BotDocument document) => TranslationCheck.Run(document);
}
