using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pando.Rest.Requests;

/// <summary>
/// The daemon's loggers, without the one that would make an <see cref="System.Diagnostics.Activity"/> of each request:
/// nobody reads them, and every machine that a request makes would keep its request's for as long as it exists.
/// <see cref="RequestLog"/> says what that logger would.
/// </summary>
internal sealed class WebServerLoggers(ILoggerFactory loggers) : ILoggerFactory
{
    // An activity is made whenever this category is listened to (HostingApplicationDiagnostics.BeginRequest).
    private const string MakesActivities = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public ILogger CreateLogger(string categoryName) => categoryName == MakesActivities ? NullLogger.Instance : loggers.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    // The factory is the daemon's.
    public void Dispose()
    {
    }
}
