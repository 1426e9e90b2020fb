using BotStudio.Core.Mail;
using BotStudio.Core.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace BotStudio.Web.Accounts;

/// <summary>
/// Where links in e-mails lead. Without <c>PublicUrl</c> it is the address that the request was sent to, but only while no mail leaves this
/// installation: otherwise whoever sends a request could have a link to their own site mailed to somebody else.
/// </summary>
public sealed class SiteAddress(IOptions<SiteOptions> site, Mails mails, IServer server)
{
    public Uri Of(HttpContext http) =>
        site.Value.PublicUrl ?? (mails.IsSetUp ? Listening() : new Uri($"{http.Request.Scheme}://{http.Request.Host}"));

    private Uri Listening()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        var listening = BindingAddress.Parse(address ?? "http://localhost:8080");
        return new UriBuilder(listening.Scheme, "localhost", listening.Port).Uri;
    }
}
