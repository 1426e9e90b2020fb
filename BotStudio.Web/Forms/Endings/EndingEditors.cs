using System.Collections.Frozen;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms.Endings;
using BotStudio.Web.Commands.Responses;

namespace BotStudio.Web.Forms.Endings;

/// <summary>The editor of each type of ending: the component in this folder that derives from <see cref="EndingEditor{TEnding}"/> of it.</summary>
public static class EndingEditors
{
    private static readonly FrozenDictionary<Type, Type> ByEnding = typeof(EndingEditors)
        .Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, BaseType.IsGenericType: true })
        .Where(type => type.BaseType!.GetGenericTypeDefinition() == typeof(EndingEditor<>))
        .ToFrozenDictionary(type => type.BaseType!.GetGenericArguments()[0]);

    public static Type For(FormEnding ending) => ByEnding[ending.GetType()];

    /// <summary>The editor says by <see cref="EditorIconAttribute"/> what its type looks like.</summary>
    public static string IconOf(PartType<FormEnding> type) =>
        ByEnding[type.ClrType].GetCustomAttributes(typeof(EditorIconAttribute), inherit: false) is [EditorIconAttribute icon]
            ? icon.Name
            : "circle-question-mark";
}
