using Pando.Linux.Dbus;

namespace Pando.Linux.Firewalld;

/// <summary>
/// firewalld over the system's message bus (firewalld.dbus(5)): the zones of devices as they are now, and the zones and policies that it
/// keeps. One caller, one call at a time.
/// </summary>
public sealed class FirewalldConnection : IDisposable
{
    internal const string Service = "org.fedoraproject.FirewallD1";
    internal const string Interface = "org.fedoraproject.FirewallD1";
    private const string ObjectPath = "/org/fedoraproject/FirewallD1";
    private const string ZoneInterface = "org.fedoraproject.FirewallD1.zone";
    private const string PolicyInterface = "org.fedoraproject.FirewallD1.policy";
    private const string ConfigPath = "/org/fedoraproject/FirewallD1/config";
    private const string ConfigInterface = "org.fedoraproject.FirewallD1.config";

    // The bus answers at once. firewalld itself answers nothing while it starts or reads thousands of rules again.
    private static readonly TimeSpan BusLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DbusConnection _bus;
    private readonly TimeProvider _time;

    private FirewalldConnection(DbusConnection bus, TimeProvider time) => (_bus, _time) = (bus, time);

    /// <summary>Connects; null where there is no message bus, or no firewalld on it, which is known at once and starts none.</summary>
    /// <exception cref="IOException">The bus refuses us.</exception>
    /// <exception cref="TimeoutException">The bus does not answer.</exception>
    public static async Task<FirewalldConnection?> OpenAsync(string busSocket, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!File.Exists(busSocket))
        {
            return null;
        }

        return await WithinAsync(BusLimit, time, "The message bus", async limited =>
        {
            DbusConnection bus = await DbusConnection.ConnectAsync(busSocket, isBus: true, limited);
            try
            {
                if (await bus.HasAsync(Service, limited))
                {
                    return new FirewalldConnection(bus, time);
                }
            }
            catch
            {
                bus.Dispose();
                throw;
            }

            bus.Dispose();
            return null;
        }, cancellationToken);
    }

    /// <summary>The zones that there are now.</summary>
    /// <exception cref="IOException">It refuses; its words.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<IReadOnlyList<string>> ZonesAsync(CancellationToken cancellationToken) =>
        (await CallAsync(new DbusCall(Service, ObjectPath, ZoneInterface, "getZones"), cancellationToken)).Texts();

    /// <summary>The policies that there are now; null where this firewalld knows none (before 0.9).</summary>
    public async Task<IReadOnlyList<string>?> PoliciesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await CallAsync(new DbusCall(Service, ObjectPath, PolicyInterface, "getPolicies"), cancellationToken)).Texts();
        }
        catch (DbusErrorException e) when (e.Name is "org.freedesktop.DBus.Error.UnknownMethod" or "org.freedesktop.DBus.Error.UnknownInterface")
        {
            return null;
        }
    }

    /// <summary>The zone that a device was put into; null where it was put into none, and the default zone holds.</summary>
    public async Task<string?> ZoneOfAsync(string device, CancellationToken cancellationToken)
    {
        DbusMessage answer = await CallAsync(OfZone("getZoneOfInterface", device), cancellationToken);
        return answer.TextAt(0).Text is { Length: > 0 } zone ? zone : null;
    }

    /// <summary>Puts a device into a zone, out of any other; until firewalld is started anew.</summary>
    public Task PutAsync(string device, string zone, CancellationToken cancellationToken) =>
        CallAsync(OfZone("changeZoneOfInterface", zone, device), cancellationToken);

    /// <summary>Takes a device out of the zone that it is in.</summary>
    public Task TakeOutAsync(string device, string zone, CancellationToken cancellationToken) =>
        CallAsync(OfZone("removeInterface", zone, device), cancellationToken);

    /// <summary>Has firewalld keep a zone; it is there after <see cref="ReloadAsync"/>. One of that name that is kept already stays as it is.</summary>
    public Task KeepAsync(FirewalldZone zone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return KeepAsync("addZone2", zone.Name, settings =>
        {
            Setting(settings, "short", zone.Name);
            Setting(settings, "description", zone.Description);
            Setting(settings, "target", zone.Target);
            Setting(settings, "services", zone.Services);
            Setting(settings, "protocols", zone.Protocols);
            Setting(settings, "rules_str", zone.Rules);
        }, cancellationToken);
    }

    /// <summary>Has firewalld keep a policy; it is there after <see cref="ReloadAsync"/>. One of that name that is kept already stays as it is.</summary>
    public Task KeepAsync(FirewalldPolicy policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return KeepAsync("addPolicy", policy.Name, settings =>
        {
            Setting(settings, "short", policy.Name);
            Setting(settings, "description", policy.Description);
            Setting(settings, "target", policy.Target);
            Setting(settings, "ingress_zones", policy.From);
            Setting(settings, "egress_zones", policy.To);
        }, cancellationToken);
    }

    /// <summary>Has it read anew what it keeps. Connections and devices' zones stay; what was changed of it until then alone is forgotten.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => CallAsync(new DbusCall(Service, ObjectPath, Interface, "reload"), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _bus.Dispose();

    internal static async Task<T> WithinAsync<T>(
        TimeSpan limit, TimeProvider time, string who, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            return await ask(both.Token);
        }
        catch (OperationCanceledException e) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{who} did not answer within {limit.TotalSeconds} s.", e);
        }
    }

    private static DbusCall OfZone(string member, params string[] texts) => new(Service, ObjectPath, ZoneInterface, member)
    {
        Signature = new string('s', texts.Length),
        Body = body =>
        {
            foreach (string text in texts)
            {
                body.Text(text);
            }
        },
    };

    private static void Setting(DbusWriter settings, string name, string value) => settings.Structure().Text(name).Signature("s").Text(value);

    private static void Setting(DbusWriter settings, string name, IReadOnlyList<string> values) =>
        settings.Structure().Text(name).Signature("as").Array(sizeof(uint), array =>
        {
            foreach (string value in values)
            {
                array.Text(value);
            }
        });

    private async Task KeepAsync(string member, string name, Action<DbusWriter> settings, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(
                new DbusCall(Service, ConfigPath, ConfigInterface, member) { Signature = "sa{sv}", Body = body => body.Text(name).Array(8, settings) }, cancellationToken);
        }
        catch (DbusErrorException e) when (e.Words.StartsWith("NAME_CONFLICT", StringComparison.Ordinal))
        {
            // Kept already, and not read since.
        }
    }

    private Task<DbusMessage> CallAsync(DbusCall call, CancellationToken cancellationToken) =>
        WithinAsync(Limit, _time, "firewalld", limited => _bus.CallAsync(call with { StartsService = false }, limited), cancellationToken);
}
