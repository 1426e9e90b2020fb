using System.Reflection;
using BotStudio.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace BotStudio.Tests.Architecture;

public sealed class LocalizerTests
{
    /// <summary>
    /// Razor's @using stands inside the namespace, so in a subfolder the name of a feature's texts means Core's where Core's namespace is imported:
    /// the page then shows keys. An alias in the subfolder's _Imports.razor says which are meant.
    /// </summary>
    [Fact]
    public void What_a_component_calls_L_are_texts_of_the_web()
    {
        var web = typeof(WebServices).Assembly;
        var own = web.GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);

        var mistaken =
            from component in web.GetTypes().Where(type => typeof(IComponent).IsAssignableFrom(type))
            from property in component.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            where property.Name == "L" && property.PropertyType.IsGenericType
            where property.PropertyType.GetGenericTypeDefinition() == typeof(IStringLocalizer<>)
            let texts = property.PropertyType.GetGenericArguments()[0]
            where texts.Assembly != web && own.Contains(texts.Name)
            select component.FullName;

        Assert.Empty(mistaken);
    }
}
