using System.Text.Json.Serialization.Metadata;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Forms.Endings;

/// <summary>Every type of ending by its key, in the order they are offered.</summary>
public static class EndingTypes
{
    public static readonly IReadOnlyList<PartType<FormEnding>> All =
    [
        new("save", typeof(SaveEnding), () => new SaveEnding()),
        new("lead", typeof(LeadEnding), () => new LeadEnding()),
        new("notify", typeof(NotifyEnding), () => new NotifyEnding()),
        new("webhook", typeof(WebhookEnding), () => new WebhookEnding()),
        new("ai", typeof(AiEnding), () => new AiEnding()),
    ];

    public static string KeyOf(FormEnding ending) => Of(ending).Key;

    public static PartType<FormEnding> Of(FormEnding ending) => All.Single(type => type.ClrType == ending.GetType());

    internal static void Register(JsonTypeInfo info) => PartTypes.Register(info, All);
}
