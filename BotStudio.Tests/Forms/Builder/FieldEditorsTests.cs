using BotStudio.Core.Forms.Endings;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Support;
using BotStudio.Web.Forms.Endings;
using BotStudio.Web.Forms.Fields;

namespace BotStudio.Tests.Forms.Builder;

public sealed class FieldEditorsTests
{
    private static readonly string Sprite = File.ReadAllText(Checkout.Path("wwwroot/images/icons.svg"));

    [Fact]
    public void Every_type_of_question_has_an_editor_with_an_icon()
    {
        foreach (var type in FieldTypes.All)
        {
            Assert.NotNull(FieldEditors.For(type.CreateEmpty()));
            Assert.Contains($"id=\"{FieldEditors.IconOf(type)}\"", Sprite, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_type_of_ending_has_an_editor_with_an_icon()
    {
        foreach (var type in EndingTypes.All)
        {
            Assert.NotNull(EndingEditors.For(type.CreateEmpty()));
            Assert.Contains($"id=\"{EndingEditors.IconOf(type)}\"", Sprite, StringComparison.Ordinal);
        }
    }
}
