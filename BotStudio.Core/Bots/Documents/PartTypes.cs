using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace BotStudio.Core.Bots.Documents;

/// <param name="Key"><c>type</c> in JSON; the texts of the type are found under it.</param>
/// <param name="CreateEmpty">What the editor begins with.</param>
public sealed record PartType<T>(string Key, Type ClrType, Func<T> CreateEmpty);

/// <summary>What catalogues of types have in common: their place in JSON, and turning one type into another.</summary>
internal static class PartTypes
{
    private const string Discriminator = "type";

    public static void Register<T>(JsonTypeInfo info, IReadOnlyList<PartType<T>> types)
    {
        if (info.Type != typeof(T))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = Discriminator };
        foreach (var type in types)
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type.ClrType, type.Key));
        }
    }

    /// <summary>A part of another type that keeps what both types have in common.</summary>
    public static T Convert<T>(T part, PartType<T> type)
        where T : notnull
    {
        var kept = Members(part);
        var converted = type.CreateEmpty();
        foreach (var name in NamesOf(converted).Where(name => name != Discriminator && kept.ContainsKey(name)))
        {
            var members = Members(converted);
            members[name] = kept[name]?.DeepClone();
            try
            {
                converted = members.Deserialize<T>(DocumentJson.Options)!;
            }
            catch (JsonException)
            {
                // Both have the member and mean different things by it, such as a default of another kind.
            }
        }

        return converted;
    }

    private static JsonObject Members<T>(T part) => JsonSerializer.SerializeToNode(part, DocumentJson.Options)!.AsObject();

    /// <summary>Names of all members, also of those that are null and so not written.</summary>
    private static IEnumerable<string> NamesOf<T>(T part)
        where T : notnull => DocumentJson.Options.GetTypeInfo(part.GetType()).Properties.Select(member => member.Name);
}
