using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace BotStudio.Core.Settings;

/// <summary>Reads a section into its class and words what is wrong with it.</summary>
/// <param name="name">Name of the section; empty for settings that stand at the top.</param>
internal sealed class SettingsSection<T>(string name)
    where T : class, ISettings, new()
{
    private static readonly PropertyInfo[] Properties = typeof(T).GetProperties().Where(property => property.CanWrite).ToArray();

    public void Fill(T settings, IConfiguration configuration) => Read(settings, configuration);

    /// <summary>One line for each mistake: key, problem, example.</summary>
    public IEnumerable<string> Check(IConfiguration configuration)
    {
        var settings = new T();
        return Read(settings, configuration).Concat(settings.Mistakes()).Select(Line);
    }

    private List<SettingMistake> Read(T settings, IConfiguration configuration)
    {
        var section = name.Length == 0 ? configuration : configuration.GetSection(name);
        var unreadable = new List<SettingMistake>();
        foreach (var property in Properties)
        {
            if (property.PropertyType == typeof(IReadOnlyList<string>))
            {
                var items = section.GetSection(property.Name).GetChildren().Select(item => item.Value?.Trim());
                property.SetValue(settings, items.OfType<string>().Where(item => item.Length > 0).ToArray());
            }
            else if (section[property.Name]?.Trim() is { Length: > 0 } text)
            {
                if (TryConvert(text, property.PropertyType) is { } value)
                {
                    property.SetValue(settings, value);
                }
                else
                {
                    unreadable.Add(new SettingMistake(property.Name, $"is not {WordFor(property.PropertyType)}"));
                }
            }
        }

        return unreadable;
    }

    private static object? TryConvert(string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Uri))
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var address) ? address : null;
        }

        if (type.IsEnum)
        {
            return Enum.TryParse(type, text, ignoreCase: true, out var choice) && Enum.IsDefined(type, choice) ? choice : null;
        }

        var converter = TypeDescriptor.GetConverter(type);
        return converter.IsValid(text) ? converter.ConvertFromString(null, CultureInfo.InvariantCulture, text) : null;
    }

    private static string WordFor(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(Uri) => "a full address",
            _ when type == typeof(int) => "a whole number",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => "a duration (hours:minutes:seconds)",
            _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type)),
            _ => "a " + type.Name,
        };
    }

    private string Line(SettingMistake mistake)
    {
        var property = Properties.Single(property => property.Name == mistake.Property);
        var section = name.Replace(":", "__", StringComparison.Ordinal);
        var key = name.Length == 0 ? mistake.Property : $"{section}__{mistake.Property}";
        var exampleKey = property.PropertyType == typeof(IReadOnlyList<string>) ? $"{key}__0" : key;
        return $"{key} {mistake.Problem}; example: {exampleKey}={property.GetCustomAttribute<ExampleAttribute>()?.Value}";
    }
}
