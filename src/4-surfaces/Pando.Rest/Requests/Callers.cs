using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pando.Api.Routes;
using Pando.Host.Peers;
using Pando.Model;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>
/// Says who makes a change: the connection's user by name, and the reason that the request gives.
/// </summary>
internal sealed class Callers(TimeProvider time)
{
    private const int ReasonLength = 1000;

    private readonly UserNames _names = new(time);

    /// <summary>The caller of a request.</summary>
    public async ValueTask<Caller> OfAsync(HttpContext http)
    {
        var reason = Reason(http.Request);
        var uid = http.Features.GetRequiredFeature<PeerOfConnection>().Credentials.Uid;
        return new Caller(await _names.OfAsync(uid, http.RequestAborted), uid, reason);
    }

    private static string? Reason(HttpRequest request)
    {
        var encoded = request.Headers[ApiHeaders.Reason].ToString();
        if (encoded.Length == 0)
        {
            return null;
        }
        var reason = Uri.UnescapeDataString(encoded);
        return reason.Length <= ReasonLength
            ? reason
            : throw new CallerException(
                ErrorCodes.Request.Invalid, ("what", ApiHeaders.Reason), ("reason", string.Create(CultureInfo.InvariantCulture, $"> {ReasonLength}")));
    }
}
