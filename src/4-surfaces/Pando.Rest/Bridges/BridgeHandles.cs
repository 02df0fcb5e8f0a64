using Pando.Domains;
using Pando.Networks;
using Pando.Networks.Bridges;
using Pando.Networks.OpenVSwitch;

namespace Pando.Rest.Bridges;

/// <summary>Every bridge of the host.</summary>
/// <param name="Kernel">Those of the kernel.</param>
/// <param name="Switches">Those of Open vSwitch.</param>
/// <param name="Access">How Open vSwitch is asked.</param>
/// <param name="Networks">Whose bridges they may be.</param>
/// <param name="Domains">Whose cards are on them.</param>
internal sealed record BridgeHandles(HostBridges Kernel, SwitchBridges Switches, SwitchAccess Access, INetworks Networks, IDomains Domains)
{
    private readonly SwitchTuning _tuning = new(Access);
    private readonly SwitchAddresses _addresses = new(Access);

    public async Task<IReadOnlyList<IBridgeHandle>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await Switches.ListAsync(cancellationToken)).Select(Of), .. Kernel.List().Select(bridge => OfKernel(bridge.Link.Name, bridge))];

    /// <summary>That of a name; the kernel's where Open vSwitch has none, be there one or not.</summary>
    public async Task<IBridgeHandle> FindAsync(string name, CancellationToken cancellationToken) =>
        await Switches.FindAsync(name, cancellationToken) is { } found ? Of(found) : OfKernel(name);

    private SwitchBridgeHandle Of(SwitchBridge bridge) => new(bridge, _tuning, _addresses, Networks, Domains);

    private KernelBridgeHandle OfKernel(string name, HostBridge? seen = null) => new(Kernel, name, seen, Networks, Domains);
}
