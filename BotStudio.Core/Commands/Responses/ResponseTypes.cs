using System.Text.Json.Serialization.Metadata;

namespace BotStudio.Core.Commands.Responses;

/// <summary>Every type of response by its key.</summary>
public static class ResponseTypes
{
    public static readonly IReadOnlyList<ResponseType> All =
    [
        new("text", typeof(TextResponse), () => new TextResponse()),
        new("menu", typeof(MenuResponse), () => new MenuResponse()),
        new("ai", typeof(AiResponse), () => new AiResponse()),
    ];

    public static string KeyOf(Response response) => All.Single(type => type.ClrType == response.GetType()).Key;

    internal static void Register(JsonTypeInfo info)
    {
        if (info.Type != typeof(Response))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "type" };
        foreach (var type in All)
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type.ClrType, type.Key));
        }
    }
}

/// <param name="Key"><c>type</c> in JSON; the texts of the type are found under it.</param>
/// <param name="CreateEmpty">What the editor begins with.</param>
public sealed record ResponseType(string Key, Type ClrType, Func<Response> CreateEmpty);
