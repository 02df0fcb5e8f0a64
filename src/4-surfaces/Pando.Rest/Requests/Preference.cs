using Microsoft.AspNetCore.Http;
using Pando.Api.Routes;

namespace Pando.Rest.Requests;

/// <summary>What a client prefers (RFC 7240).</summary>
internal static class Preference
{
    /// <summary>Whether it wants a job at once instead of the result later.</summary>
    public static bool RespondAsync(HttpRequest request) =>
        request.Headers[ApiHeaders.Prefer]
            .SelectMany(line => (line ?? string.Empty).Split(',', StringSplitOptions.TrimEntries))
            .Any(word => word.Equals(ApiHeaders.RespondAsync, StringComparison.OrdinalIgnoreCase));
}
