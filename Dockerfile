FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
# Packages in a layer of their own: they change less often than the code.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt ./
COPY build build
COPY BotStudio.Core/BotStudio.Core.csproj BotStudio.Core/packages.lock.json BotStudio.Core/
COPY BotStudio.Web/BotStudio.Web.csproj BotStudio.Web/packages.lock.json BotStudio.Web/
RUN dotnet restore BotStudio.Web -r linux-x64 --locked-mode
COPY Resources Resources
COPY wwwroot wwwroot
COPY BotStudio.Core BotStudio.Core
COPY BotStudio.Web BotStudio.Web
RUN build/publish.sh /app && mkdir /data

# Neither shell nor package manager, but ICU and time zones; runs as a user who owns nothing but /data.
FROM --platform=linux/amd64 mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
ENV PORT=8080 DataDirectory=/data
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s CMD ["dotnet", "BotStudio.Web.dll", "health"]
ENTRYPOINT ["dotnet", "BotStudio.Web.dll"]
