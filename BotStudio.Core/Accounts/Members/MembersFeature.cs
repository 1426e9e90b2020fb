using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Accounts.Members;

internal static class MembersFeature
{
    public static IServiceCollection AddMembers(this IServiceCollection services)
    {
        services.AddScoped<FindMember>();
        services.AddScoped<InvitationMails>();
        services.AddScoped<InviteMember>();
        services.AddScoped<ResendInvitation>();
        services.AddScoped<RevokeInvitation>();
        services.AddScoped<ReadInvitation>();
        services.AddScoped<AcceptInvitation>();
        services.AddScoped<ListMembers>();
        services.AddScoped<ListInvitations>();
        services.AddScoped<ChangeRole>();
        services.AddScoped<RemoveMember>();
        services.AddScoped<LeaveAccount>();
        services.AddScoped<TransferAccount>();
        return services;
    }
}
