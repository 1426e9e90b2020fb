namespace BotStudio.Core.Outbound;

/// <summary>Marks the texts in Resources/Core/Outbound.</summary>
public sealed class OutboundText;
