using System.Text.Json.Nodes;
using BotStudio.Bench.Load;

namespace BotStudio.Bench.Scenarios;

/// <summary>Contacts who fill in a form of many questions: each answer is checked, kept and followed by the next question.</summary>
internal sealed class FormSteps : IScenario
{
    /// <summary>Steps a second that the bar is for.</summary>
    private const int PerSecond = 50;

    /// <summary>Contacts of a bot. With the most questions that a form can have, nobody reaches its end while the load lasts.</summary>
    private const int ChatsOfBot = 10;

    private const int Questions = 100;

    public string Name => "form";

    public string What => $"answers to a form of {Questions} questions at {PerSecond} a second";

    /// <summary>Puts the form and its command into the bot of the benchmark. Every question repeats the answer before, so that replies are told apart.</summary>
    public static void AddTo(JsonNode document)
    {
        var fields = new JsonArray();
        for (var i = 1; i <= Questions; i++)
        {
            fields.Add(
                new JsonObject
                {
                    ["type"] = "text",
                    ["id"] = $"field{i}",
                    ["key"] = $"answer_{i}",
                    ["question"] = Text(i == 1 ? "Your first answer?" : $"{{{{form.answer_{i - 1}}}}} is noted. Your answer {i}?"),
                }
            );
        }

        document["forms"] = new JsonArray(
            new JsonObject
            {
                ["id"] = "form",
                ["name"] = "Questionnaire",
                ["intro"] = Text("Welcome. {{command.args}}"),
                ["fields"] = fields,
                ["done"] = Text("Thank you. {{form.answer_" + Questions + "}}"),
            }
        );
        document["commands"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["id"] = "apply",
                    ["name"] = "apply",
                    ["response"] = new JsonObject { ["type"] = "form", ["formId"] = "form" },
                }
            );
    }

    public async Task<Findings> RunAsync(Rig rig, CancellationToken ct)
    {
        var chats = rig.NewChats(rig.Senders, ChatsOfBot);
        await BeginAsync(rig, chats, ct);
        var run = await new LoadRun(rig, rig.Options.Duration).RunAsync(
            "steps of a form",
            new Traffic(Load.Text.Answer, PerSecond, chats),
            ct
        );
        return new Findings(
            [run],
            [
                Figure.Lost(run),
                new Figure("doubled: " + run.What, run.Doubled) { AtMost = 0 },
                new Figure("answered within (p95)", run.EndToEnd?.P95, "ms") { AtMost = 40 },
            ]
        );
    }

    /// <summary>Each contact opens the form once.</summary>
    private static async Task BeginAsync(Rig rig, IReadOnlyList<Chat> chats, CancellationToken ct)
    {
        rig.Ledger.Begin();
        foreach (var chat in chats)
        {
            chat.Bot.Send(rig.Ledger.Add(chat, Load.Text.FormStart, System.Diagnostics.Stopwatch.GetTimestamp()));
        }

        await LoadRun.SettleAsync(rig, TimeSpan.FromSeconds(30), ct);
        if (rig.Ledger.CountNow() is { Open: > 0 } count)
        {
            throw new BenchException($"{count.Open} of {count.Sent} contacts could not open the form.");
        }
    }

    private static JsonObject Text(string text) => new() { ["en"] = text };
}
