using BotStudio.Core.Forms;
using BotStudio.Core.Forms.Fields;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Forms;

public sealed class FormTalkTests
{
    private static readonly TextField Name = new()
    {
        Id = "name",
        Key = "name",
        Question = A.Text("What is your name?"),
        Label = A.Text("Name"),
    };

    [Fact]
    public void Smoke()
    {
        var chat = FormChat.Begun(SomeForm.With(Name));
        Assert.Contains("What is your name?", chat.Text, StringComparison.Ordinal);
        chat.Say("Ann");
        Assert.Contains("1. **Name:** Ann", chat.Text, StringComparison.Ordinal);
        chat.Tap("✅ Send");
        Assert.Equal("Ann", chat.Answers["name"]);
        Assert.Null(chat.Progress);
    }
}
