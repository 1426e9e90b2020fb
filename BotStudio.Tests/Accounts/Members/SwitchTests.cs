using BotStudio.Core.Accounts;
using BotStudio.Core.Bots;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Accounts.Members;

public sealed class SwitchTests(Acts acts) : Team(acts)
{
    [Fact]
    public async Task A_session_goes_on_in_the_account_that_was_chosen()
    {
        var user = await SignedUp();
        var second = await Run((OpenAccount act) => act.RunAsync(user.UserId, " Second ", from: null, Ct));
        var session = await Run((StartSession act) => act.RunAsync(user, Ct));

        await Run((SwitchAccount act) => act.RunAsync(session, second.Value, Ct));

        var entered = await Enter(session);
        Assert.Equal((second.Value, "Second", Role.Owner), (entered!.AccountId, entered.AccountName, entered.Role));
    }

    [Fact]
    public async Task Nobody_switches_to_an_account_of_others()
    {
        var (user, other) = (await SignedUp(), await SignedUp());
        var session = await Run((StartSession act) => act.RunAsync(user, Ct));

        Assert.Equal("not_found", (await Run((SwitchAccount act) => act.RunAsync(session, other.AccountId, Ct))).Problem?.Code);
        Assert.Equal(user.AccountId, (await Enter(session, WantedAccount.Preferably(other.AccountId)))?.AccountId);
        Assert.Null(await Enter(session, WantedAccount.Only(other.AccountId)));
    }

    [Fact]
    public async Task A_link_to_a_bot_opens_the_bot_s_account_and_the_session_stays_there()
    {
        var user = await SignedUp();
        var second = (await Run((OpenAccount act) => act.RunAsync(user.UserId, "Second", from: null, Ct))).Value;
        var botId = (await As(user.UserId, second, (CreateBot act) => act.RunAsync(A.Document(), Ct))).Value;
        var session = await Run((StartSession act) => act.RunAsync(user, Ct));

        Assert.Equal(second, (await Enter(session, WantedAccount.OfBot(botId)))?.AccountId);
        Assert.Equal(second, (await Enter(session))?.AccountId);
    }

    [Fact]
    public async Task A_download_of_one_tab_does_not_move_the_others()
    {
        var user = await SignedUp();
        var second = (await Run((OpenAccount act) => act.RunAsync(user.UserId, "Second", from: null, Ct))).Value;
        var session = await Run((StartSession act) => act.RunAsync(user, Ct));

        Assert.Equal(second, (await Enter(session, WantedAccount.Preferably(second)))?.AccountId);
        Assert.Equal(user.AccountId, (await Enter(session))?.AccountId);
    }

    private Task<SignedInUser?> Enter(Guid session, WantedAccount? wanted = null) =>
        Run((EnterAccount act) => act.RunAsync(session, Ct, wanted));
}
