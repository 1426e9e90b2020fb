using System.Collections.Frozen;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Forms.Fields;
using BotStudio.Web.Commands.Responses;

namespace BotStudio.Web.Forms.Fields;

/// <summary>The editor of each type of question: the component in this folder that derives from <see cref="FieldEditor{TField}"/> of it.</summary>
public static class FieldEditors
{
    private static readonly FrozenDictionary<Type, Type> ByField = typeof(FieldEditors)
        .Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, BaseType.IsGenericType: true })
        .Where(type => type.BaseType!.GetGenericTypeDefinition() == typeof(FieldEditor<>))
        .ToFrozenDictionary(type => type.BaseType!.GetGenericArguments()[0]);

    public static Type For(FormField field) => ByField[field.GetType()];

    /// <summary>The editor says by <see cref="EditorIconAttribute"/> what its type looks like.</summary>
    public static string IconOf(PartType<FormField> type) =>
        ByField[type.ClrType].GetCustomAttributes(typeof(EditorIconAttribute), inherit: false) is [EditorIconAttribute icon]
            ? icon.Name
            : "circle-question-mark";
}
