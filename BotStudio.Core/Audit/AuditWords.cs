using BotStudio.Core.Accounts.Members;
using Microsoft.Extensions.Localization;

namespace BotStudio.Core.Audit;

/// <summary>Says an entry of the log in the current culture: "published Shop, version 3".</summary>
public sealed class AuditWords(IStringLocalizer<AuditText> texts, IStringLocalizer<MembersText> members)
{
    public string Of(AuditAct act, string subject, string detail) =>
        texts[$"act.{act}", subject.Length == 0 ? texts["nobody_named"].Value : subject, DetailOf(act, detail)];

    /// <summary>As a choice in the filter, without names.</summary>
    public string NameOf(AuditAct act) => Of(act, "…", "…");

    private string DetailOf(AuditAct act, string detail) =>
        act is AuditAct.MemberInvited or AuditAct.MemberJoined or AuditAct.RoleChanged && detail.All(char.IsAsciiLetter)
            ? members[$"role.{detail}"]
            : detail;
}
