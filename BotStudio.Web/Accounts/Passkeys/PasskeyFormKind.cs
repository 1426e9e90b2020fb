namespace BotStudio.Web.Accounts.Passkeys;

public enum PasskeyFormKind
{
    /// <summary>The browser also offers passkeys in the field for the e-mail address.</summary>
    SignIn,

    Prove,

    Add,
}
