using BotStudio.Core.Accounts.Departure;
using BotStudio.Core.Accounts.Details;
using BotStudio.Core.Accounts.Emails;
using BotStudio.Core.Accounts.External;
using BotStudio.Core.Accounts.Members;
using BotStudio.Core.Accounts.Passkeys;
using BotStudio.Core.Accounts.Profile;
using BotStudio.Core.Accounts.Sessions;
using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Jobs;
using BotStudio.Core.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace BotStudio.Core.Accounts;

internal static class AccountsFeature
{
    /// <summary>PBKDF2 with HMAC-SHA512, as OWASP's Password Storage Cheat Sheet asks (2023).</summary>
    private const int HashIterations = 210_000;

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services
            .AddIdentityCore<User>(options =>
            {
                options.User.RequireUniqueEmail = true;
                // Names are e-mail addresses, which EmailAddress checks; these have characters of any language.
                options.User.AllowedUserNameCharacters = "";
                // PasswordRules say more and better.
                options.Password.RequiredLength = PasswordRules.MinLength;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
            })
            .AddUserStore<UserStore>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);

        services.AddSingleton<AccessTokens>();
        services.AddScoped<CurrentAccount>();
        services.AddScoped<SignUp>();
        services.AddScoped<SignIn>();
        services.AddScoped<EnterAccount>();
        services.AddScoped<EnterWithToken>();
        services.AddScoped<IssueTokens>();
        services.AddScoped<RenewTokens>();
        services.AddScoped<StartSession>();
        services.AddScoped<EndSession>();
        services.AddScoped<OpenAccount>();
        services.AddScoped<ListAccounts>();
        services.AddScoped<SwitchAccount>();
        services.AddScoped<CreateAdminLink>();
        services.AddScoped<UseAdminLink>();
        services.AddScoped<ChooseAccount>();
        services.AddScoped<ProveIdentity>();
        services.AddEmails();
        services.AddSessions();
        services.AddScoped<SecondSteps>();
        services.AddScoped<FinishSignIn>();
        services.AddScoped<ChangeTwoFactor>();
        services.AddScoped<ReadProfile>();
        services.AddScoped<ChangeProfile>();
        services.AddScoped<ChangePasskeys>();
        services.AddSingleton<ExternalProviders>();
        services.AddSingleton<OpenIdClient>();
        services.AddHttpClient(OpenIdClient.HttpName, http => http.Timeout = TimeSpan.FromSeconds(10));
        services.AddScoped<SignInExternally>();
        services.AddScoped<ChangeLogins>();
        services.AddScoped<RequestExport>();
        services.AddScoped<PlanDeparture>();
        services.AddSingleton<IHoldsUserData, OwnData>();
        services.AddSingleton<IJobHandler, MakeExport>();
        services.AddSingleton<IJobHandler, DeleteUser>();
        return services.AddMembers().AddDetails();
    }

    private static void AddEmails(this IServiceCollection services)
    {
        services.AddSingleton<AccountMails>();
        services.AddSingleton<IMailSamples>(provider => provider.GetRequiredService<AccountMails>());
        services.AddScoped<SendConfirmation>();
        services.AddScoped<ConfirmEmail>();
        services.AddScoped<AskForPassword>();
        services.AddSingleton<IJobHandler, SendPasswordLink>();
        services.AddScoped<ResetPassword>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<ChangeEmail>();
    }

    private static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<FailedTries>();
        services.AddScoped<NoteArrival>();
        services.AddScoped<ListSessions>();
        services.AddScoped<EndSessionsOfUser>();
    }
}
