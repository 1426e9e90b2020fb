using System.Collections.Concurrent;

namespace BotStudio.Core.Data;

/// <summary>
/// Keeps what was loaded until a hint says that it changed. What does not exist is not kept, so that guesses from outside cannot fill it.
/// </summary>
public sealed class HintedCache<TValue>(Func<Guid, CancellationToken, Task<TValue?>> load) : IDisposable
    where TValue : class
{
    private readonly ConcurrentDictionary<Guid, Task<TValue?>> values = new();
    private IDisposable? subscription;

    /// <summary>Drops a value when its key is named on <paramref name="channel"/>, and all of them when hints may have been missed.</summary>
    public HintedCache<TValue> DropOn(Notifications notifications, string channel)
    {
        subscription = notifications.Subscribe(
            channel,
            payload =>
            {
                if (Guid.TryParse(payload, out var key))
                {
                    Drop(key);
                }
            }
        );
        notifications.Reconnected += values.Clear;
        return this;
    }

    public async ValueTask<TValue?> GetAsync(Guid key, CancellationToken ct)
    {
        if (values.TryGetValue(key, out var known) && known.IsCompletedSuccessfully)
        {
            return known.Result;
        }

        // The load is shared by all who wait for it, so it must not end with the first of them.
        var loading = values.GetOrAdd(key, id => load(id, CancellationToken.None));
        try
        {
            var value = await loading.WaitAsync(ct);
            if (value is null)
            {
                values.TryRemove(new KeyValuePair<Guid, Task<TValue?>>(key, loading));
            }

            return value;
        }
        catch when (loading.IsFaulted)
        {
            values.TryRemove(new KeyValuePair<Guid, Task<TValue?>>(key, loading));
            throw;
        }
    }

    public void Drop(Guid key) => values.TryRemove(key, out _);

    public void Dispose() => subscription?.Dispose();
}
