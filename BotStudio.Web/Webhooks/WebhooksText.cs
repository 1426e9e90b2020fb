namespace BotStudio.Web.Webhooks;

/// <summary>Marks the texts in Resources/Web/Webhooks.</summary>
public sealed class WebhooksText;
