using BotStudio.Web.Hosting;

namespace BotStudio.Web.Accounts;

/// <summary>Links between the pages, which pass on where the visitor was going.</summary>
internal static class AccountPaths
{
    public static string SignIn(string? returnUrl) => WithReturn("/account/sign-in", returnUrl);

    public static string SignUp(string? returnUrl) => WithReturn("/account/sign-up", returnUrl);

    public const string ForgotPassword = "/account/forgot-password";
    public const string TwoStepPath = "/account/two-step";

    public static string TwoStep(string? returnUrl) => WithReturn(TwoStepPath, returnUrl);

    private static string WithReturn(string path, string? returnUrl) =>
        LocalUrl.IsLocal(returnUrl) ? $"{path}?returnUrl={Uri.EscapeDataString(returnUrl!)}" : path;
}
