namespace BotStudio.Tests;
