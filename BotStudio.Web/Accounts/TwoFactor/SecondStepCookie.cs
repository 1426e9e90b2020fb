using BotStudio.Core.Accounts.TwoFactor;
using BotStudio.Core.Outcomes;

namespace BotStudio.Web.Accounts.TwoFactor;

/// <summary>Between the password and the code, the challenge waits in a cookie.</summary>
internal static class SecondStepCookie
{
    private const string Name = "botstudio.second-step";

    /// <summary>Leads to the page that asks for the code, when that is what the first step ended with.</summary>
    public static bool LeadsOn(HttpContext http, Problem? problem, string? returnUrl)
    {
        if (problem is not { Code: SecondSteps.RequiredCode, Args: [string challenge] })
        {
            return false;
        }

        http.Response.Cookies.Append(
            Name,
            challenge,
            new CookieOptions
            {
                MaxAge = SecondSteps.ChallengeLifetime,
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
            }
        );
        AfterSignIn.Leave(http, AccountPaths.TwoStep(returnUrl));
        return true;
    }

    public static string? ChallengeOf(HttpContext http) => http.Request.Cookies[Name];

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Name);
}
