using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Every type of response by its key.</summary>
public static class ResponseTypes
{
    private const string Discriminator = "type";

    public static readonly IReadOnlyList<ResponseType> All =
    [
        new("text", typeof(TextResponse), () => new TextResponse()),
        new("menu", typeof(MenuResponse), () => new MenuResponse()),
        new("form", typeof(FormResponse), () => new FormResponse()),
        new("ai", typeof(AiResponse), () => new AiResponse()),
        new("webhook", typeof(WebhookResponse), () => new WebhookResponse()),
    ];

    public static string KeyOf(Response response) => Of(response).Key;

    public static ResponseType Of(Response response) => All.Single(type => type.ClrType == response.GetType());

    /// <summary>An answer of another type that keeps what both types have in common, such as the text.</summary>
    public static Response Convert(Response response, ResponseType type)
    {
        var kept = Members(response);
        var converted = type.CreateEmpty();
        foreach (var name in Members(converted).Select(member => member.Key).Where(name => name != Discriminator && kept.ContainsKey(name)))
        {
            var members = Members(converted);
            members[name] = kept[name]?.DeepClone();
            try
            {
                converted = members.Deserialize<Response>(DocumentJson.Options)!;
            }
            catch (JsonException)
            {
                // Both have the member and mean different things by it: the text of a message is in several languages, a prompt is not.
            }
        }

        return converted;
    }

    internal static void Register(JsonTypeInfo info)
    {
        if (info.Type != typeof(Response))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = Discriminator };
        foreach (var type in All)
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type.ClrType, type.Key));
        }
    }

    private static JsonObject Members(Response response) => JsonSerializer.SerializeToNode(response, DocumentJson.Options)!.AsObject();
}

/// <param name="Key"><c>type</c> in JSON; the texts of the type are found under it.</param>
/// <param name="CreateEmpty">What the editor begins with.</param>
public sealed record ResponseType(string Key, Type ClrType, Func<Response> CreateEmpty);
