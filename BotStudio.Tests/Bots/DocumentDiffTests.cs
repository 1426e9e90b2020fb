using System.Globalization;
using BotStudio.Core.Bots;
using BotStudio.Core.Bots.Documents;
using BotStudio.Core.Bots.Versions;
using BotStudio.Core.Commands;
using BotStudio.Core.Commands.Responses;
using BotStudio.Core.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;

namespace BotStudio.Tests.Bots;

public sealed class DocumentDiffTests
{
    private static readonly Command Price = new()
    {
        Id = "price",
        Name = "price",
        Response = new TextResponse
        {
            Text = new LocalizedText { ["en"] = "Ten euros", ["de"] = "Zehn Euro" },
        },
    };

    private static readonly MenuButton Buy = new()
    {
        Id = "buy",
        Text = new LocalizedText("en", "Buy"),
        Action = ButtonAction.RunCommand,
        CommandId = "price",
    };

    private static readonly MenuButton Site = new()
    {
        Id = "site",
        Text = new LocalizedText("en", "Site"),
        Action = ButtonAction.OpenLink,
        Url = "https://shop.example",
    };

    private static readonly Command Menu = new()
    {
        Id = "menu",
        Name = "menu",
        Response = new MenuResponse
        {
            Text = new LocalizedText("en", "Choose"),
            Rows =
            [
                [Buy, Site],
            ],
        },
    };

    private static readonly BotDocument Shop = new()
    {
        Name = "Shop",
        Languages = ["en", "de"],
        Fallback = new LocalizedText("en", "Sorry?"),
        Commands = [Price, Menu],
    };

    [Fact]
    public void A_document_does_not_differ_from_itself()
    {
        Assert.Empty(DocumentDiff.Between(Shop, DocumentJson.Read(DocumentJson.Write(Shop))));
    }

    [Fact]
    public void A_changed_text_is_named_with_its_command_and_language()
    {
        var after = Shop with
        {
            Commands =
            [
                Price with
                {
                    Response = new TextResponse
                    {
                        Text = new LocalizedText { ["en"] = "Twelve euros", ["de"] = "Zehn Euro" },
                    },
                },
                Menu,
            ],
        };

        Assert.Equal(["Command /price: Reply text changed (English): Ten euros → Twelve euros"], InWords(Shop, after));
    }

    [Fact]
    public void A_language_that_comes_or_goes_is_an_added_or_removed_text()
    {
        var after = Shop with
        {
            Commands =
            [
                Price with
                {
                    Response = new TextResponse
                    {
                        Text = new LocalizedText { ["en"] = "Ten euros", ["pl"] = "Dziesięć euro" },
                    },
                },
                Menu,
            ],
        };

        Assert.Equal(
            ["Command /price: Reply text added (Polski): → Dziesięć euro", "Command /price: Reply text removed (Deutsch): Zehn Euro →"],
            InWords(Shop, after)
        );
    }

    [Fact]
    public void A_renamed_command_is_the_same_command()
    {
        var after = Shop with { Commands = [Price with { Name = "prices" }, Menu] };

        Assert.Equal(
            ["Command /prices: Renamed: /price → /prices", "Command /menu: Button “Buy” leads elsewhere: /price → /prices"],
            InWords(Shop, after)
        );
    }

    [Fact]
    public void A_new_command_lists_all_it_says()
    {
        var help = new Command
        {
            Id = "help",
            Name = "help",
            Description = new LocalizedText("en", "What I can do"),
            Response = new TextResponse { Text = new LocalizedText("en", "Ask me.") },
        };

        var part = Assert.Single(DocumentDiff.Between(Shop, Shop with { Commands = [.. Shop.Commands, help] }));

        Assert.Equal(ChangeKind.Added, part.Kind);
        Assert.Equal("/help", part.Name);
        Assert.Equal(["What I can do", "text", "Ask me."], part.Changes.Select(change => change.After));
        Assert.All(part.Changes, change => Assert.Null(change.Before));
    }

    [Fact]
    public void A_removed_command_comes_last_with_all_it_said()
    {
        var part = Assert.Single(
            DocumentDiff.Between(Shop, Shop with { Commands = [Menu with { Response = Price.Response }] }),
            p => p.Id == "command/price"
        );

        Assert.Equal(ChangeKind.Removed, part.Kind);
        Assert.Contains("Ten euros", part.Changes.Select(change => change.Before));
    }

    [Fact]
    public void A_new_button_is_one_change_with_where_it_leads()
    {
        var help = new MenuButton
        {
            Id = "help",
            Text = new LocalizedText("en", "Help"),
            Action = ButtonAction.SendText,
            Message = new LocalizedText("en", "help me"),
        };
        var after = Shop with
        {
            Commands =
            [
                Price,
                Menu with
                {
                    Response = new MenuResponse
                    {
                        Text = new LocalizedText("en", "Choose"),
                        Rows =
                        [
                            [Buy, Site],
                            [help],
                        ],
                    },
                },
            ],
        };

        Assert.Equal(["Command /menu: Button “Help” added: → Help → help me"], InWords(Shop, after));
    }

    [Fact]
    public void Rearranged_buttons_are_shown_row_by_row()
    {
        var after = Shop with
        {
            Commands =
            [
                Price,
                Menu with
                {
                    Response = new MenuResponse
                    {
                        Text = new LocalizedText("en", "Choose"),
                        Rows =
                        [
                            [Site],
                            [Buy],
                        ],
                    },
                },
            ],
        };

        Assert.Equal(["Command /menu: Buttons rearranged: Buy · Site → Site\nBuy"], InWords(Shop, after));
    }

    [Fact]
    public void Another_type_of_answer_keeps_what_both_types_have()
    {
        var after = Shop with
        {
            Commands = [Price, Menu with { Response = new TextResponse { Text = new LocalizedText("en", "Choose") } }],
        };

        Assert.Equal(
            [
                "Command /menu: Type of answer changed: Menu with buttons → Text",
                "Command /menu: Button “Buy” removed: Buy → /price →",
                "Command /menu: Button “Site” removed: Site → https://shop.example →",
            ],
            InWords(Shop, after)
        );
    }

    [Fact]
    public void Moved_commands_are_one_change()
    {
        Assert.Equal(
            ["List of commands: Order changed: /price · /menu → /menu · /price"],
            InWords(Shop, Shop with { Commands = [Menu, Price] })
        );
    }

    [Fact]
    public void Settings_and_the_prompt_have_their_own_words()
    {
        var after = Shop with
        {
            Name = "Shop 2",
            Languages = ["en"],
            Welcome = new LocalizedText("en", "Hello"),
            Prompt = new PromptSettings
            {
                IsActive = true,
                Text = "Be kind.",
                Model = "gpt-x",
                HistoryLength = 20,
            },
        };

        Assert.Equal(
            [
                "Bot settings: Name changed: Shop → Shop 2",
                "Bot settings: Languages changed: English, Deutsch → English",
                "Bot settings: Welcome message added (English): → Hello",
                "AI answers: AI switched on: →",
                "AI answers: Prompt added: → Be kind.",
                "AI answers: Model chosen: → gpt-x",
                "AI answers: Number of remembered messages changed: 10 → 20",
            ],
            InWords(Shop, after)
        );
    }

    [Theory]
    [InlineData("uk", "Команда /price: Змінено текст відповіді (English)")]
    [InlineData("ru", "Команда /price: Изменён текст ответа (English)")]
    [InlineData("pl", "Polecenie /price: Zmieniono tekst odpowiedzi (English)")]
    [InlineData("de", "Befehl /price: Antworttext geändert (English)")]
    public void Changes_are_said_in_the_readers_language(string language, string expected)
    {
        var after = Shop with
        {
            Commands =
            [
                Price with
                {
                    Response = new TextResponse
                    {
                        Text = new LocalizedText { ["en"] = "Free", ["de"] = "Zehn Euro" },
                    },
                },
                Menu,
            ],
        };

        Assert.StartsWith(expected, Assert.Single(InWords(Shop, after, language)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_bot_remembers_and_says_by_itself_is_told_apart_too()
    {
        var before = Shop with { ContactFields = [new ContactField { Id = "f1", Key = "city" }], HandOver = new HandOver() };
        var after = Shop with
        {
            ContactFields = [new ContactField { Id = "f1", Key = "town" }],
            SystemTexts = new Dictionary<string, LocalizedText> { ["conversations.say.human_wanted"] = new("en", "Wait!") },
            HandOver = new HandOver { ResumesAfterMinutes = null },
        };

        Assert.Equal(
            [
                "Bot settings: The bot no longer goes on by itself after a person has answered: 30 →",
                "Contact fields: Field “town” changed: city → town",
                "Built-in texts: “conversations.say.human_wanted” got words of its own (English): → Wait!",
            ],
            InWords(before, after)
        );
    }

    /// <summary>Every kind of change that any response type can make has its words, in every language.</summary>
    [Fact]
    public void No_change_is_without_words()
    {
        var bare = Shop with
        {
            Name = "Other",
            DefaultLanguage = "de",
            Languages = ["de", "pl"],
            Welcome = new LocalizedText("pl", "Cześć"),
            Fallback = [],
            Prompt = new PromptSettings
            {
                IsActive = true,
                Text = "Be kind.",
                Model = "a",
                Temperature = 1,
                MaxOutputTokens = 10,
                HistoryLength = 3,
                Summarizes = false,
                Streams = false,
                QuietSeconds = 3,
            },
            Commands =
            [
                Menu with
                {
                    Description = new LocalizedText("de", "Menü"),
                    IsActive = false,
                    Response = new MenuResponse
                    {
                        Rows =
                        [
                            [Site with { Action = ButtonAction.SendText, Message = new LocalizedText("de", "Hallo") }],
                            [Buy with { CommandId = "x" }],
                        ],
                    },
                },
                new Command
                {
                    Id = "ai",
                    Name = "ai",
                    Response = new AiResponse
                    {
                        Text = "Sing.",
                        Model = "b",
                        Temperature = 2,
                    },
                },
                Price with
                {
                    Response = new AiResponse { Text = "Sing." },
                },
            ],
        };

        foreach (var language in Languages.All)
        {
            foreach (var line in InWords(Shop, bare, language.Code).Concat(InWords(bare, Shop, language.Code)))
            {
                Assert.DoesNotContain("diff.", line, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void An_unfinished_draft_with_an_id_twice_is_compared_all_the_same()
    {
        var twice = Shop with { Commands = [Price, Price with { Name = "other" }, Menu] };

        Assert.Empty(InWords(twice, twice));
        Assert.NotEmpty(InWords(Shop, twice with { Name = "Other" }));
    }

    private static List<string> InWords(BotDocument before, BotDocument after, string language = "en")
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return
        [
            .. DocumentDiff
                .Between(before, after)
                .SelectMany(part =>
                    part.Changes.Select(change =>
                        $"{Texts.NameOf(part)}: {Texts.Of(change)}: {Texts.Before(change)} → {Texts.After(change)}"
                            .Replace(":  → ", ": → ", StringComparison.Ordinal)
                            .TrimEnd()
                    )
                ),
        ];
    }

    private static readonly DiffTexts Texts = new ServiceCollection()
        .AddLocalization()
        .AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(NullLoggerFactory.Instance)
        .AddSingleton<DiffTexts>()
        .BuildServiceProvider()
        .GetRequiredService<DiffTexts>();
}
