using System.Reflection;
using BotStudio.Core.Data;
using BotStudio.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Tests.Data;

/// <summary>What processes tell each other.</summary>
public sealed class NotificationsTests(App app) : IClassFixture<App>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Channels() =>
        [
            .. typeof(Notifications)
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!),
        ];

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Every_channel_is_listened_to(string channel)
    {
        var notifications = app.Services.GetRequiredService<Notifications>();
        await notifications.Listening.WaitAsync(Patience);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var payload = Guid.CreateVersion7().ToString();
        using var subscription = notifications.Subscribe(
            channel,
            said =>
            {
                if (said == payload)
                {
                    heard.TrySetResult();
                }
            }
        );

        await app.ExecuteAsync($"select pg_notify('{channel}', '{payload}')");

        await heard.Task.WaitAsync(Patience);
    }
}
