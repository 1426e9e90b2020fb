namespace BotStudio.Core.Settings;

/// <summary>
/// The settings of one feature: a class with a property for each key of its configuration section. A blank value counts as absent, so the
/// property keeps its default. Mistakes stop the start, all of them in one go.
/// </summary>
public interface ISettings
{
    /// <summary>What is wrong beyond a value that cannot be read, which is found without help.</summary>
    IEnumerable<SettingMistake> Mistakes();
}

/// <param name="Property">Name of the property, which is the key within the section.</param>
/// <param name="Problem">Goes on from the key: "must be an https address". Never holds the value, which may be a secret.</param>
public sealed record SettingMistake(string Property, string Problem);

/// <summary>A right value, shown beside every mistake in this setting.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ExampleAttribute(string value) : Attribute
{
    public string Value => value;
}
