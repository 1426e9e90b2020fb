using BotStudio.Core.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace BotStudio.Core.Accounts;

/// <summary>Identity's store on a platform context of its own, so that no context is in the container for anybody else to take.</summary>
internal sealed class UserStore(PlatformDb platformDb, IdentityErrorDescriber errors)
    : UserOnlyStore<User, BotStudioDb, Guid>(platformDb.Open(), errors),
        IDisposable
{
    void IDisposable.Dispose()
    {
        Dispose();
        Context.Dispose();
    }
}
