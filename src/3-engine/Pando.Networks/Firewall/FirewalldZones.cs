using Microsoft.Extensions.Logging;
using Pando.Linux.Firewalld;
using Pando.Model.Errors;
using Pando.Model.Networks;

namespace Pando.Networks.Firewall;

/// <summary>
/// Where firewalld runs, a packet that it does not know is rejected, whatever Pando's own table says: it judges by zones of devices, and a
/// device in none is in the default one. So each network's bridge is in a zone: its own (<c>bridge zone</c>), or Pando's, which accepts what
/// is forwarded (that is for Pando's table to judge) and lets guests reach of the host what libvirt lets them. An open network is in
/// none unless it says so: who comes in and goes out there is for others to say.
/// </summary>
internal sealed partial class FirewalldZones(string busSocket, TimeProvider time, ILogger log)
{
    private const string Zone = NetworkBridge.UsualZone;

    // Asked after every rule that an administrator adds (firewalld.richlanguage(5)).
    private const string RejectAllElse = "rule priority=\"32767\" reject";

    private static readonly FirewalldZone Own = new(Zone, "Networks of Pando. What is forwarded is judged by Pando's own rules; the host's services are reached by guests only as far as they are listed here.")
    {
        Target = "ACCEPT",
        Services = ["dhcp", "dhcpv6", "dns", "tftp", "ssh"],
        Protocols = ["icmp", "ipv6-icmp"],
        Rules = [RejectAllElse],
    };

    // Without it firewalld rejects what comes from other zones; who is let in is for Pando's table to say.
    private static readonly FirewalldPolicy Inwards = new("pando-in", "What is forwarded to networks of Pando is judged by Pando's own rules.")
    {
        Target = "ACCEPT",
        From = ["ANY"],
        To = [Zone],
    };

    /// <summary>Whether a network's bridge belongs into a zone.</summary>
    public static bool Concern(NetworkDefinition network) => network.MakesBridge && (network.Bridge!.Zone is not null || network.Forward?.Mode != ForwardMode.Open);

    /// <summary>The zone that a network's bridge belongs into.</summary>
    public static string Of(NetworkDefinition network) => network.Bridge!.Zone ?? Zone;

    /// <summary>The zone that a network's bridge is in (its <c>Zone</c> null for none); null where no firewalld runs.</summary>
    /// <exception cref="PeerException"><c>network.firewalld-refused</c>, with its words.</exception>
    public Task<Place?> WhereAsync(NetworkDefinition network, CancellationToken cancellationToken) =>
        AskAsync<Place>(network, async firewalld => new Place(await firewalld.ZoneOfAsync(network.Bridge!.Name!, cancellationToken)), cancellationToken);

    /// <summary>Refuses a zone that a network names and that cannot be used.</summary>
    /// <exception cref="CallerException"><c>network.zone-without-firewalld</c>, <c>network.no-such-zone</c>.</exception>
    /// <exception cref="PeerException"><c>network.firewalld-refused</c>.</exception>
    public async Task RequireAsync(NetworkDefinition network, CancellationToken cancellationToken)
    {
        if (network is not { MakesBridge: true, Bridge.Zone: { } zone })
        {
            return;
        }
        var isThere = await AskAsync<bool?>(network, async firewalld => (await firewalld.ZonesAsync(cancellationToken)).Contains(zone, StringComparer.Ordinal), cancellationToken);
        if (isThere != true)
        {
            throw new CallerException(isThere is null ? ErrorCodes.Network.ZoneWithoutFirewalld : ErrorCodes.Network.NoSuchZone, ("network", network.Name), ("zone", zone));
        }
    }

    /// <summary>Puts a network's bridge into its zone, out of any other; nothing where no firewalld runs.</summary>
    /// <exception cref="PeerException"><c>network.firewalld-refused</c>, with its words.</exception>
    public async Task PutAsync(NetworkDefinition network, CancellationToken cancellationToken)
    {
        if (!Concern(network))
        {
            return;
        }
        await AskAsync<bool>(network, async firewalld =>
        {
            if (network.Bridge!.Zone is null)
            {
                await MakeOwnAsync(firewalld, cancellationToken);
            }
            await firewalld.PutAsync(network.Bridge.Name!, Of(network), cancellationToken);
            return true;
        }, cancellationToken);
    }

    /// <summary>
    /// Takes a network's bridge out of its zone: the name may be another device's later. A firewalld that refuses, or does not answer, holds no
    /// network up for that.
    /// </summary>
    public async Task TakeBackAsync(NetworkDefinition network, CancellationToken cancellationToken)
    {
        if (!network.MakesBridge)
        {
            return;
        }
        try
        {
            await AskAsync<bool>(network, async firewalld =>
            {
                if (await firewalld.ZoneOfAsync(network.Bridge!.Name!, cancellationToken) is { } zone && zone == Of(network))
                {
                    await firewalld.TakeOutAsync(network.Bridge.Name!, zone, cancellationToken);
                }
                return true;
            }, cancellationToken);
        }
        catch (PeerException e)
        {
            LogLeftInZone(e, network.Bridge!.Name!);
        }
    }

    /// <summary>The networks whose bridges are in no zone. One that an administrator has put into another zone is left there.</summary>
    /// <exception cref="PeerException"><c>network.firewalld-refused</c>, with its words.</exception>
    public async Task<IReadOnlyList<NetworkDefinition>> OutsideAsync(IEnumerable<NetworkDefinition> networks, CancellationToken cancellationToken)
    {
        NetworkDefinition[] concerned = [.. networks.Where(Concern)];
        if (concerned.Length == 0)
        {
            return [];
        }
        return await AskAsync<List<NetworkDefinition>>(concerned[0], async firewalld =>
        {
            var outside = new List<NetworkDefinition>();
            foreach (var network in concerned)
            {
                if (await firewalld.ZoneOfAsync(network.Bridge!.Name!, cancellationToken) is null)
                {
                    outside.Add(network);
                }
            }
            return outside;
        }, cancellationToken) ?? [];
    }

    // Once on a host: firewalld has no zones that are not kept, and reads what it keeps only when it is told to.
    private static async Task MakeOwnAsync(FirewalldConnection firewalld, CancellationToken cancellationToken)
    {
        var anew = false;
        if (!(await firewalld.ZonesAsync(cancellationToken)).Contains(Zone, StringComparer.Ordinal))
        {
            await firewalld.KeepAsync(Own, cancellationToken);
            anew = true;
        }
        if (await firewalld.PoliciesAsync(cancellationToken) is { } policies && !policies.Contains(Inwards.Name, StringComparer.Ordinal))
        {
            await firewalld.KeepAsync(Inwards, cancellationToken);
            anew = true;
        }
        if (anew)
        {
            await firewalld.ReloadAsync(cancellationToken);
        }
    }

    private async Task<T?> AskAsync<T>(NetworkDefinition network, Func<FirewalldConnection, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            using var firewalld = await FirewalldConnection.OpenAsync(busSocket, time, cancellationToken);
            return firewalld is null ? default : await ask(firewalld);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            throw new PeerException(ErrorCodes.Network.FirewalldRefused, e.Message, e, ("network", network.Name));
        }
    }

    /// <summary>Where firewalld has a device.</summary>
    /// <param name="Zone">Its zone; null for none.</param>
    internal sealed record Place(string? Zone);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Bridge} stays in its zone of firewalld, though it is gone")]
    private partial void LogLeftInZone(Exception failure, string bridge);
}
