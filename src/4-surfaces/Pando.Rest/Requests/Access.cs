using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>Refuses every request of a connection that is not allowed, whatever it asks for.</summary>
internal static class Access
{
    /// <summary>Refuses them from here on.</summary>
    public static void Enforce(IApplicationBuilder app) => app.Use((http, next) => http.Features.Get<PeerOfConnection>() switch
    {
        { Allowed: true } => next(http),
        var peer => throw new CallerException(ErrorCodes.Request.Denied, ("user", peer?.Credentials.Uid.ToString(CultureInfo.InvariantCulture) ?? "?")),
    });
}
