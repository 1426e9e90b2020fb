using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using BotStudio.Core.Contacts;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Contacts;

public sealed class ExportContactsTests(Acts acts) : ContactsTest(acts), IClassFixture<Acts>
{
    [Fact]
    public async Task A_table_has_a_column_for_each_of_the_bot_s_fields()
    {
        await Contact(
            "=cmd|' /C calc'!A0",
            """tags = '{vip,new}', balance = 12.5, source = 'ads', fields = '{"city":"Lviv","orders":"3.5","birthday":"1990-05-06","vip":"true"}'""",
            lastName: "Мельник",
            username: "anna"
        );

        var lines = (await CsvAsync("de", ContactFilter.Everyone)).Split("\r\n");

        Assert.EndsWith("City;Orders;Birthday;VIP;Size", lines[0], StringComparison.Ordinal);
        Assert.Contains(";'=cmd|' /C calc'!A0;Мельник;anna;", lines[1], StringComparison.Ordinal);
        Assert.Contains(";telegram;uk;ads;\"vip, new\";12,5;", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(";erreichbar;Lviv;3,5;1990-05-06;Ja;", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_is_in_the_file_once_however_many_they_are()
    {
        for (var i = 0; i < 450; i++)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(1));
            await Contact($"Contact {i}", i % 2 == 0 ? "tags = '{even}'" : null);
        }

        var all = JsonNode.Parse(await JsonAsync(ContactFilter.Everyone))!.AsArray();
        var even = (await CsvAsync("en", new ContactFilter { AllTags = ["even"] })).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(450, all.DistinctBy(contact => contact!["id"]!.GetValue<Guid>()).Count());
        Assert.Equal("Contact 0", all[0]!["firstName"]!.GetValue<string>());
        Assert.Equal(226, even.Length);
    }

    [Fact]
    public async Task Nobody_gives_a_file_with_its_columns()
    {
        Assert.Equal("[]", await JsonAsync(ContactFilter.Everyone));
        Assert.Single((await CsvAsync("en", ContactFilter.Everyone)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<string> CsvAsync(string culture, ContactFilter filter)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        return await WriteAsync(filter, (export, stream) => export.WriteCsvAsync(stream, Ct));
    }

    private Task<string> JsonAsync(ContactFilter filter) => WriteAsync(filter, (export, stream) => export.WriteJsonAsync(stream, Ct));

    private async Task<string> WriteAsync(ContactFilter filter, Func<ContactExport, Stream, Task> write)
    {
        using var stream = new MemoryStream();
        await Run(
            async (ExportContacts act) =>
            {
                var ready = await act.RunAsync(Bot.Id, filter, Ct);
                await write(ready.Value!, stream);
                return ready;
            }
        );
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
