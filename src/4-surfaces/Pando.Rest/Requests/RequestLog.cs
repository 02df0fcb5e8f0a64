using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Pando.Rest.Requests;

/// <summary>Writes down each request when it has been answered, for whoever debugs. Query strings are left out: nothing in a log but what is needed.</summary>
internal static partial class RequestLog
{
    public static void Keep(IApplicationBuilder app, TimeProvider time, ILogger log) => app.Use(async (http, next) =>
    {
        var begun = time.GetTimestamp();
        try
        {
            await next(http);
        }
        finally
        {
            if (log.IsEnabled(LogLevel.Debug))
            {
                var uid = http.Features.Get<PeerOfConnection>()?.Credentials.Uid;
                Answered(log, http.Request.Method, http.Request.Path, http.Response.StatusCode, time.GetElapsedTime(begun).TotalMilliseconds, uid);
            }
        }
    });

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path}: {Status} after {Milliseconds:0.0} ms, for user {Uid}")]
    private static partial void Answered(ILogger log, string method, string path, int status, double milliseconds, uint? uid);
}
