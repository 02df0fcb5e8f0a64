using System.Globalization;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Networks.OpenVSwitch;

/// <summary>
/// Where a bridge of Open vSwitch sends packets, by address (ovs-vswitchd(8), <c>fdb/…</c>). It does not stand in the database: the switch itself is
/// asked, and what is written down is forgotten when it is started anew.
/// </summary>
/// <param name="access">The host's Open vSwitch.</param>
public sealed class SwitchAddresses(SwitchAccess access)
{
    // The bridge's own card has no number (OFPP_LOCAL).
    private const string Local = "LOCAL";
    private const string NoAge = "static";

    /// <summary>All that a bridge knows, by address.</summary>
    /// <exception cref="PandoException"><c>network.switch-…</c>.</exception>
    public async Task<IReadOnlyList<SwitchAddress>> ListAsync(SwitchBridge bridge, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        var told = await access.CommandAsync("fdb/show", [bridge.Name], cancellationToken);
        return [.. Read(told, bridge).OrderBy(static entry => entry.Mac.Value).ThenBy(static entry => entry.Vlan)];
    }

    /// <summary>Writes down that an address is behind a port.</summary>
    /// <exception cref="PandoException"><c>network.no-such-port</c>, <c>network.switch-…</c>.</exception>
    public Task WriteAsync(SwitchBridge bridge, MacAddress mac, string port, int? vlan, CancellationToken cancellationToken = default)
    {
        Require(bridge, port);
        return AddAsync(bridge, mac, port, vlan ?? 0, cancellationToken);
    }

    /// <summary>Takes back what was written down or learned of an address behind a port.</summary>
    /// <exception cref="PandoException"><c>network.no-such-port</c>, <c>network.switch-…</c>.</exception>
    public async Task RemoveAsync(SwitchBridge bridge, MacAddress mac, string port, CancellationToken cancellationToken = default)
    {
        Require(bridge, port);
        foreach (var entry in (await ListAsync(bridge, cancellationToken)).Where(entry => entry.Mac == mac && entry.Port == port))
        {
            await RemoveAsync(bridge, entry, cancellationToken);
        }
    }

    /// <summary>Has a bridge forget what it learned: of one port, or of all.</summary>
    /// <exception cref="PandoException"><c>network.no-such-port</c>, <c>network.switch-…</c>.</exception>
    public async Task ForgetAsync(SwitchBridge bridge, string? port, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        if (port is null)
        {
            await access.CommandAsync("fdb/flush", [bridge.Name], cancellationToken);
            return;
        }
        Require(bridge, port);
        foreach (var entry in (await ListAsync(bridge, cancellationToken)).Where(entry => entry.Port == port && !entry.IsStatic))
        {
            await RemoveAsync(bridge, entry, cancellationToken);
        }
    }

    // Only what was written down can be removed by itself: what was learned is written down first.
    private async Task RemoveAsync(SwitchBridge bridge, SwitchAddress entry, CancellationToken cancellationToken)
    {
        if (!entry.IsStatic)
        {
            await AddAsync(bridge, entry.Mac, entry.Port, entry.Vlan, cancellationToken);
        }
        await access.CommandAsync("fdb/del", [bridge.Name, Text(entry.Vlan), entry.Mac.ToString()], cancellationToken);
    }

    private Task AddAsync(SwitchBridge bridge, MacAddress mac, string port, int vlan, CancellationToken cancellationToken) =>
        access.CommandAsync("fdb/add", [bridge.Name, port, Text(vlan), mac.ToString()], cancellationToken);

    // A line each, behind one of headings: port, VLAN, address, age in seconds.
    private static IEnumerable<SwitchAddress> Read(string told, SwitchBridge bridge)
    {
        var names = bridge.Ports.SelectMany(static port => port.Interfaces.Select(card => (card.Number, port.Name)))
            .Where(static one => one.Number is not null).DistinctBy(static one => one.Number).ToDictionary(static one => one.Number!.Value, static one => one.Name);
        foreach (var line in told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var port, var vlan, var address, var age]
                && int.TryParse(vlan, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && MacAddress.TryParse(address, out var mac))
            {
                var name = port == Local ? bridge.Name : int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? names.GetValueOrDefault(number, port) : port;
                yield return new SwitchAddress(
                    mac, name, id, age == NoAge, int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null);
            }
        }
    }

    private static void Require(SwitchBridge bridge, string port)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        if (bridge.Ports.All(one => one.Name != port))
        {
            throw new CallerException(ErrorCodes.Network.NoSuchPort, ("bridge", bridge.Name), ("port", port));
        }
    }

    private static string Text(int vlan) => vlan.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An address that a bridge of Open vSwitch knows.</summary>
/// <param name="Mac">The address.</param>
/// <param name="Port">The port that it is behind; the bridge's own name is the host.</param>
/// <param name="Vlan">Of which VLAN; 0 is none.</param>
/// <param name="IsStatic">Whether it was written down.</param>
/// <param name="Age">How long ago it was last heard of; null where nothing ages.</param>
public sealed record SwitchAddress(MacAddress Mac, string Port, int Vlan, bool IsStatic, TimeSpan? Age);
