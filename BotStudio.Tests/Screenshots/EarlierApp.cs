using BotStudio.Tests.Support;

namespace BotStudio.Tests.Screenshots;

/// <summary>An app in whose time the restaurant's guests have yet to come, so that they have been there by now.</summary>
public class EarlierApp : LiveApp
{
    public override Task InitializeAsync()
    {
        Clock.Jump(-Restaurant.Past);
        return base.InitializeAsync();
    }
}
