using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Conversations;
using BotStudio.Core.Conversations.Turns;
using BotStudio.Core.Localization;
using BotStudio.Tests.Support;

namespace BotStudio.Tests.Commands;

/// <summary>Menus behind buttons: choose → drinks → hot.</summary>
public sealed class SubmenuTests
{
    private static readonly MenuButton Hot = A.SubmenuButton("hot", A.LinkButton("tea", "https://example.com/"));
    private static readonly MenuButton Drinks = A.SubmenuButton("drinks", Hot);

    [Fact]
    public void A_submenu_takes_the_place_of_the_message_and_leads_back()
    {
        var opened = Tap(A.Menu(Drinks), "b:drinks.id-menu");

        Assert.Equal(("Inside drinks", "55"), (opened.Text, opened.EditsExternalId));
        Assert.Equal(
            [
                ["b:hot.id-menu"],
                ["u:drinks.id-menu"],
            ],
            Data(opened)
        );
        Assert.Equal("‹ Back", opened.Buttons[1][0].Text);
    }

    [Fact]
    public void Back_leads_one_menu_up_until_the_commands_own()
    {
        var inner = Tap(A.Menu(Drinks), "b:hot.id-menu");
        Assert.Equal(
            [
                ["https://example.com/"],
                ["u:hot.id-menu"],
            ],
            Data(inner)
        );

        var up = Tap(A.Menu(Drinks), "u:hot.id-menu");
        Assert.Equal(("Inside drinks", "55"), (up.Text, up.EditsExternalId));

        var root = Tap(A.Menu(Drinks), "u:drinks.id-menu");
        Assert.Equal(("Choose", "55"), (root.Text, root.EditsExternalId));
        Assert.Equal(
            [
                ["b:drinks.id-menu"],
            ],
            Data(root)
        );
    }

    [Fact]
    public void Submenus_speak_the_contacts_language_with_their_variables()
    {
        var button = Drinks with
        {
            Submenu = Drinks.Submenu! with
            {
                Text = new LocalizedText { ["en"] = "Drinks, {{contact.first_name}}", ["uk"] = "Напої, {{contact.first_name}}" },
            },
        };

        Assert.Equal("Напої, Olena", Reply(A.Menu(button), A.Tap("b:drinks.id-menu").Speaking("uk")).Messages[0].Text);
    }

    [Fact]
    public void Under_a_picture_the_text_stays_under_the_picture()
    {
        var picture = new Attachment { Url = "https://example.com/menu.png" };
        var menu = A.Menu(Drinks) with { Attachments = [picture] };

        var opened = Tap(menu, "b:drinks.id-menu");
        Assert.Equal(("photo", "55"), (opened.Media?.Kind, opened.EditsExternalId));
        var root = Tap(menu, "u:drinks.id-menu");
        Assert.Equal(("photo", "Choose", "55"), (root.Media?.Kind, root.Text, root.EditsExternalId));
    }

    [Theory]
    [MemberData(nameof(WithoutAWayBack))]
    public void Where_a_message_cannot_be_brought_back_its_submenu_is_a_message_of_its_own(Response response)
    {
        var opened = Tap(
            response with
            {
                Rows =
                [
                    [Drinks],
                ],
            },
            "b:drinks.id-menu"
        );

        Assert.Null(opened.EditsExternalId);
        Assert.Null(opened.Media);
        Assert.Equal(
            [
                ["b:hot.id-menu"],
            ],
            Data(opened)
        );

        var inner = Tap(
            response with
            {
                Rows =
                [
                    [Drinks],
                ],
            },
            "b:hot.id-menu"
        );
        Assert.Equal("55", inner.EditsExternalId);
        Assert.Equal(
            [
                ["https://example.com/"],
                ["u:hot.id-menu"],
            ],
            Data(inner)
        );
        Assert.Equal(
            [
                ["b:hot.id-menu"],
            ],
            Data(
                Tap(
                    response with
                    {
                        Rows =
                        [
                            [Drinks],
                        ],
                    },
                    "u:hot.id-menu"
                )
            )
        );
    }

    public static TheoryData<Response> WithoutAWayBack =>
        [
            new AiResponse { Text = "Be kind." },
            new TextResponse { Text = A.Text(new string('x', 4000)) },
            new TextResponse
            {
                Attachments =
                [
                    new Attachment
                    {
                        Kind = AttachmentKind.Location,
                        Latitude = 1,
                        Longitude = 2,
                    },
                ],
            },
        ];

    [Fact]
    public void A_submenu_too_long_for_a_caption_is_a_message_of_its_own()
    {
        var button = Drinks with { Submenu = Drinks.Submenu! with { Text = A.Text(new string('x', 1025)) } };
        var opened = Tap(
            A.Menu(button) with
            {
                Attachments = [new Attachment { Url = "https://example.com/menu.png" }],
            },
            "b:drinks.id-menu"
        );

        Assert.Equal(((string?)null, (MessageMedia?)null), (opened.EditsExternalId, opened.Media));
    }

    [Fact]
    public void A_command_runs_from_the_deepest_menu_and_its_data_still_fits()
    {
        var price = A.TextCommand("price", "10 EUR");
        var button = A.CommandButton(new string('a', PartId.MaxLength), price);
        for (var depth = 1; depth <= Submenu.MaxDepth; depth++)
        {
            button = A.SubmenuButton(new string((char)('a' + depth), PartId.MaxLength), button);
        }

        var command = A.Command("menu", A.Menu(button)) with { Id = new string('z', PartId.MaxLength) };
        Assert.Empty(DocumentCheck.Run(A.Document(price, command)));
        var bot = BotSnapshot.Compile(A.Document(price, command), 7);
        var message = A.Message("/menu");
        for (var depth = 0; depth <= Submenu.MaxDepth; depth++)
        {
            var said = ChooseReply.For(bot, message, Situation.Fresh, A.Moment).Messages[0];
            Assert.All(said.Buttons.SelectMany(row => row), key => Assert.InRange(key.Data!.Length, 1, 64));
            message = A.Tap(said.Buttons[0][0].Data) with { ExternalId = "55" };
        }

        Assert.Equal("10 EUR", ChooseReply.For(bot, message, Situation.Fresh, A.Moment).Messages[0].Text);
    }

    [Fact]
    public void A_copy_of_a_command_has_buttons_of_its_own_all_the_way_down()
    {
        var copy = A.Menu(Drinks).Copy();

        Assert.Empty(ButtonRows.All(copy.Rows).Select(button => button.Id).Intersect(["drinks", "hot", "tea"]));
        Assert.Equal(3, ButtonRows.All(copy.Rows).Count());
    }

    [Fact]
    public void Texts_and_targets_are_found_all_the_way_down()
    {
        var menu = A.Menu(A.SubmenuButton("a", A.SubmenuButton("b", A.CommandButton("c", A.TextCommand("price", "x")))));

        Assert.Equal(["id-price"], menu.LeadsTo());
        Assert.Equal(["Choose", "More", "Inside a", "More", "Inside b", "price"], menu.Texts().Select(text => text["en"]));
    }

    private static OutgoingMessage Tap(Response response, string data) =>
        Assert.Single(Reply(response, A.Tap(data) with { ExternalId = "55" }).Messages);

    private static Reply Reply(Response response, IncomingMessage message) =>
        ChooseReply.For(BotSnapshot.Compile(A.Document(A.Command("menu", response)), 7), message, Situation.Fresh, A.Moment);

    private static string[][] Data(OutgoingMessage message) =>
        [.. message.Buttons.Select(row => row.Select(button => button.Data ?? button.Url!).ToArray())];
}
