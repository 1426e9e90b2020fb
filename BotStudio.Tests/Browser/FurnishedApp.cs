using BotStudio.Core.Localization;
using BotStudio.Tests.Screenshots;
using BotStudio.Tests.Support;
using Microsoft.Playwright;

namespace BotStudio.Tests.Browser;

/// <summary>The product with an account in use, whose owner is the platform's admin as well: there is something on every page.</summary>
public sealed class FurnishedApp : EarlierApp
{
    public SignedUpPerson Owner { get; private set; } = null!;

    internal Places Places { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Owner = await this.NewPersonAsync();
        var restaurant = new Restaurant(this);
        await restaurant.OpenInFullAsync(Owner.Email, Languages.Default);
        await restaurant.BecomeAdminAsync();
        Places = await Places.InAsync(this, restaurant);
    }

    public override async Task DisposeAsync()
    {
        Owner.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>What a browser sends that the owner signed in with.</summary>
    internal Cookie OwnersCookie =>
        new()
        {
            Name = Owner.Cookie.Split('=', 2)[0],
            Value = Owner.Cookie.Split('=', 2)[1],
            Url = Address.ToString(),
        };
}
