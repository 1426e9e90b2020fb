using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Contacts;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Contacts;

/// <summary>Base of tests of a bot's contacts: a bot with a field of each kind.</summary>
public abstract class ContactsTest(Acts acts) : ActTest(acts)
{
    protected static readonly IReadOnlyList<ContactField> Fields =
    [
        new() { Key = "city", Label = new LocalizedText("en", "City") },
        new()
        {
            Key = "orders",
            Kind = ContactFieldKind.Number,
            Label = new LocalizedText("en", "Orders"),
        },
        new()
        {
            Key = "birthday",
            Kind = ContactFieldKind.Date,
            Label = new LocalizedText("en", "Birthday"),
        },
        new()
        {
            Key = "vip",
            Kind = ContactFieldKind.Boolean,
            Label = new LocalizedText("en", "VIP"),
        },
        new()
        {
            Key = "size",
            Kind = ContactFieldKind.Choice,
            Choices = ["S", "M", "L"],
            Label = new LocalizedText("en", "Size"),
        },
    ];

    protected Bot Bot { get; private set; } = null!;

    protected Chats Chats { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Chats = new Chats(Acts.Services, Clock);
        Bot = await Given(new Bot(AccountId, A.Document() with { ContactFields = Fields }, Clock.Now));
    }

    /// <param name="set">More of the row, as SQL: <c>"tags = '{vip}', balance = 5"</c>.</param>
    protected async Task<Chat> Contact(string firstName, string? set = null, string? lastName = null, string? username = null)
    {
        var chat = await Chats.BeginAsync(Bot, firstName, lastName, username);
        if (set is not null)
        {
            await Chats.RunAsync($"update contacts set {set} where id = $1", chat.ContactId);
        }

        return chat;
    }

    protected async Task<IReadOnlyList<string>> Names(ContactFilter filter, ContactOrder? order = null)
    {
        var found = await Run((ListContacts act) => act.RunAsync(Bot.Id, filter, order ?? ByName, null, 50, Ct));
        Assert.True(found.Succeeded, found.Problem?.Code);
        Assert.Equal(found.Value.Items.Count, (await Run((CountContacts act) => act.RunAsync(Bot.Id, filter, Ct))).Value);
        return [.. found.Value.Items.Select(contact => contact.FirstName)];
    }

    protected static ContactOrder ByName => new(ContactSort.Name, Descending: false);
}
