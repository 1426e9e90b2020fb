namespace BotStudio.Core.Data;

/// <summary>A row of one account. Every table has either this or <see cref="PlatformWideAttribute"/>.</summary>
public interface IBelongsToAccount
{
    Guid AccountId { get; }
}

/// <summary>Marks a table that belongs to the platform, not to an account. <c>TenancyTests</c> lists why each one may.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PlatformWideAttribute : Attribute;
