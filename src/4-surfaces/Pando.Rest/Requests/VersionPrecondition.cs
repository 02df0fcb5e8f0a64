using Microsoft.AspNetCore.Http;
using Pando.Api.Routes;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>Which version of a definition the caller has read: If-Match and If-None-Match (RFC 9110, 13.1).</summary>
internal static class VersionPrecondition
{
    /// <summary>The version that must be the current one; 0: there must be none; null: whatever it is.</summary>
    public static int? Of(HttpRequest request)
    {
        var match = request.Headers.IfMatch.ToString();
        if (match.Length == 0)
        {
            return request.Headers.IfNoneMatch.ToString() == "*" ? 0 : null;
        }
        return match switch
        {
            "*" => null,
            _ when ApiHeaders.TryReadVersionTag(match, out var version) => version,
            _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", "If-Match"), ("reason", match)),
        };
    }
}
