using BotStudio.Core.Commands.Responses;
using BotStudio.Tests.Support;
using BotStudio.Web.Commands.Responses;

namespace BotStudio.Tests.Commands;

public sealed class ResponseEditorsTests
{
    [Fact]
    public void Every_type_of_response_has_an_editor_with_an_icon()
    {
        var sprite = File.ReadAllText(Checkout.Path("wwwroot/images/icons.svg"));
        foreach (var type in ResponseTypes.All)
        {
            Assert.NotNull(ResponseEditors.For(type.CreateEmpty()));
            Assert.Contains($"id=\"{ResponseEditors.IconOf(type)}\"", sprite, StringComparison.Ordinal);
        }
    }
}
