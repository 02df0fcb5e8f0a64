using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pando.Api.Routes;
using Pando.Linux;
using Pando.Linux.Users;
using Pando.Model;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>
/// Says who makes a change: the connection's user by name, and the reason that the request gives. Names are kept for
/// a while, and a directory service that does not answer costs the name only.
/// </summary>
internal sealed class Callers(TimeProvider time)
{
    private const int ReasonLength = 1000;
    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<uint, (string Name, DateTimeOffset At)> _names = new();

    /// <summary>The caller of a request.</summary>
    public async ValueTask<Caller> OfAsync(HttpContext http)
    {
        var reason = Reason(http.Request);
        var uid = http.Features.GetRequiredFeature<PeerOfConnection>().Credentials.Uid;
        return new Caller(await NameAsync(uid, http.RequestAborted), uid, reason);
    }

    private async ValueTask<string> NameAsync(uint uid, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_names.TryGetValue(uid, out var known) && now - known.At < KeptFor)
        {
            return known.Name;
        }
        var number = uid.ToString(CultureInfo.InvariantCulture);
        try
        {
            var user = await Task.Run(() => UserDatabase.FindUser(uid), cancellationToken).WaitAsync(LookupLimit, time, cancellationToken);
            var name = user?.Name ?? number;
            _names[uid] = (name, now);
            return name;
        }
        catch (Exception failure) when (failure is TimeoutException or SyscallException)
        {
            return number;
        }
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
