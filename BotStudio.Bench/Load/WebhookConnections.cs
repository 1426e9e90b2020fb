using System.Collections.Concurrent;
using System.Net;

namespace BotStudio.Bench.Load;

/// <summary>Connections to the product that are open and not in use.</summary>
internal sealed class WebhookConnections : IDisposable
{
    private readonly ConcurrentStack<WebhookConnection> idle = new();

    public WebhookConnection Take(IPEndPoint server) => idle.TryPop(out var connection) ? connection : new WebhookConnection(server);

    public void GiveBack(WebhookConnection connection) => idle.Push(connection);

    public void Dispose()
    {
        while (idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }
}
