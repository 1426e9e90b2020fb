namespace BotStudio.Core.Webhooks;

/// <summary>Marks the texts in Resources/Core/Webhooks.</summary>
public sealed class WebhooksText;
