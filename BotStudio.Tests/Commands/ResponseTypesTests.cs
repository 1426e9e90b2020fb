using BotStudio.Core.Commands.Responses;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Commands;

public sealed class ResponseTypesTests
{
    private static readonly ResponseType Text = ResponseTypes.Of(new TextResponse());
    private static readonly ResponseType Menu = ResponseTypes.Of(new MenuResponse());
    private static readonly ResponseType Ai = ResponseTypes.Of(new AiResponse());

    [Fact]
    public void Another_type_of_answer_keeps_the_text()
    {
        var menu = Assert.IsType<MenuResponse>(ResponseTypes.Convert(new TextResponse { Text = A.Text("Hello", "Вітаю") }, Menu));
        var text = Assert.IsType<TextResponse>(ResponseTypes.Convert(menu, Text));

        Assert.Equal(("Hello", "Вітаю"), (text.Text["en"], text.Text["uk"]));
    }

    [Fact]
    public void A_prompt_does_not_become_a_text_nor_the_other_way_round()
    {
        Assert.Equal("", Assert.IsType<AiResponse>(ResponseTypes.Convert(new TextResponse { Text = A.Text("Hello") }, Ai)).Text);
        Assert.Empty(Assert.IsType<TextResponse>(ResponseTypes.Convert(new AiResponse { Text = "Be kind." }, Text)).Text);
    }

    [Fact]
    public void Every_type_can_become_every_other()
    {
        foreach (var from in ResponseTypes.All)
        {
            foreach (var to in ResponseTypes.All)
            {
                Assert.IsType(to.ClrType, ResponseTypes.Convert(from.CreateEmpty(), to));
            }
        }
    }
}
