using BotStudio.Core.Accounts;
using Microsoft.AspNetCore.Authorization;

namespace BotStudio.Web.Accounts;

/// <summary>
/// Says at a page or a route what its reader must be allowed to do in the account, by <see cref="RoleTable"/>: nobody below gets in, by address, by
/// link or by program. The act behind it asks the same again.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequiresAttribute(Permission permission) : AuthorizeAttribute(PermissionPolicies.NameOf(permission))
{
    public Permission Permission { get; } = permission;
}

/// <summary>What <see cref="RequiresAttribute"/> means to ASP.NET Core.</summary>
public static class PermissionPolicies
{
    internal static string NameOf(Permission permission) => $"may:{permission}";

    public static IServiceCollection AddPermissions(this IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, PermissionCheck>();
        return services.AddAuthorization(options =>
        {
            foreach (var permission in RoleTable.Permissions)
            {
                options.AddPolicy(
                    NameOf(permission),
                    policy => policy.RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(permission))
                );
            }
        });
    }

    /// <summary>For routes; groups hand it on to all that is in them.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder route, Permission permission)
        where TBuilder : IEndpointConventionBuilder => route.RequireAuthorization(new RequiresAttribute(permission));

    private sealed record PermissionRequirement(Permission Permission) : IAuthorizationRequirement;

    /// <summary>The request or circuit is in its account by now: authentication put it there.</summary>
    private sealed class PermissionCheck(CurrentAccount account) : AuthorizationHandler<PermissionRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
        {
            if (account.May(requirement.Permission))
            {
                context.Succeed(requirement);
            }

            return Task.CompletedTask;
        }
    }
}
