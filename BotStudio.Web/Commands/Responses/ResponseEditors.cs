using System.Collections.Frozen;
using BotStudio.Core.Commands.Responses;

namespace BotStudio.Web.Commands.Responses;

/// <summary>The editor of each type of response: the component in this folder that derives from <see cref="ResponseEditor{TResponse}"/> of it.</summary>
public static class ResponseEditors
{
    private static readonly FrozenDictionary<Type, Type> ByResponse = typeof(ResponseEditors)
        .Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, BaseType.IsGenericType: true })
        .Where(type => type.BaseType!.GetGenericTypeDefinition() == typeof(ResponseEditor<>))
        .ToFrozenDictionary(type => type.BaseType!.GetGenericArguments()[0]);

    public static Type For(Response response) => ByResponse[response.GetType()];

    /// <summary>The editor says by <see cref="EditorIconAttribute"/> what its type looks like.</summary>
    public static string IconOf(ResponseType type) =>
        ByResponse[type.ClrType].GetCustomAttributes(typeof(EditorIconAttribute), inherit: false) is [EditorIconAttribute icon]
            ? icon.Name
            : "terminal";
}

/// <param name="name">Id of a symbol in wwwroot/images/icons.svg.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EditorIconAttribute(string name) : Attribute
{
    public string Name => name;
}
