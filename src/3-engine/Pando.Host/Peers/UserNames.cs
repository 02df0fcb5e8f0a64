using System.Collections.Concurrent;
using System.Globalization;
using Pando.Linux;
using Pando.Linux.Users;

namespace Pando.Host.Peers;

/// <summary>The names of users by their numbers: kept for a while, and a directory service that does not answer costs the name only.</summary>
public sealed class UserNames(TimeProvider time)
{
    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<uint, (string Name, DateTimeOffset At)> _names = new();

    /// <summary>The user's name; the number itself where there is none, or where it was not said in time.</summary>
    public async ValueTask<string> OfAsync(uint uid, CancellationToken cancellationToken)
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
}
