using BotStudio.Core.Accounts;
using BotStudio.Core.Data;
using BotStudio.Core.Notices.Bell;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Notices.Bell;

/// <summary>What is under the reader's bell, for all the places of a page that show it; kept true by hints from the database.</summary>
public sealed class LiveBell(CurrentAccount account, ReadBell read, CountBell count, Notifications notifications) : IDisposable
{
    private const int Shown = 8;

    private readonly SemaphoreSlim turn = new(1, 1);
    private IDisposable? subscription;

    /// <summary>Something is another now; called on any thread.</summary>
    public event Action? Changed;

    public int Unread { get; private set; }

    public IReadOnlyList<BellRow> Latest { get; private set; } = [];

    /// <summary>Reads it the first time it is shown, and listens from then on.</summary>
    public async Task StartAsync()
    {
        if (!account.IsSet || account.UserId is not { } userId || subscription is not null)
        {
            return;
        }

        var mine = NotifyMembers.HintFor(account.Id, userId);
        subscription = notifications.Subscribe(
            Notifications.Bell,
            hint =>
            {
                if (hint == mine)
                {
                    _ = RefreshAsync();
                }
            }
        );
        notifications.Reconnected += Refresh;
        await RefreshAsync();
    }

    public async Task RefreshAsync()
    {
        await turn.WaitAsync();
        try
        {
            if (account.IsSet)
            {
                Unread = await count.RunAsync(CancellationToken.None);
                Latest = (await read.RunAsync(after: null, Shown, unreadOnly: false, CancellationToken.None)).Items;
            }
        }
        finally
        {
            turn.Release();
        }

        Changed?.Invoke();
    }

    public void Dispose()
    {
        notifications.Reconnected -= Refresh;
        subscription?.Dispose();
        turn.Dispose();
    }

    private void Refresh() => _ = RefreshAsync();
}
