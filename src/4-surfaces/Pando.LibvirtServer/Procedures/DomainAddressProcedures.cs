using System.Net.Sockets;
using Pando.Domains;
using Pando.GuestAgent;
using Pando.Libvirt;
using Pando.Libvirt.Protocol;
using Pando.LibvirtServer.Dispatch;
using Pando.Networks.Addresses;

namespace Pando.LibvirtServer.Procedures;

/// <summary>The addresses of guests: lent to them, learned by the host, or told by their agents.</summary>
internal sealed class DomainAddressProcedures(LibvirtServices services, DomainLookup lookup)
{
    private readonly GuestAddresses _addresses = new(services.Networks, services.Time);

    public void AddTo(ProcedureTable table) => table.Add(RemoteProgram.DomainInterfaceAddresses, async (call, arguments) => await ReadAsync(call, arguments));

    private async ValueTask<DomainInterfaceAddressesRet> ReadAsync(Call call, DomainInterfaceAddressesArgs arguments)
    {
        LibvirtRefusal.UnlessFlags(arguments.Flags, 0);
        var source = (VirDomainInterfaceAddressesSource)arguments.Source;
        var view = lookup.Get(arguments.Dom);
        if (source == VirDomainInterfaceAddressesSource.Agent && call.Session.ReadOnly)
        {
            // What is written into a guest is not only read.
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationDenied, LibvirtErrorDomain.Qemu, "read only access prevents virDomainInterfaceAddresses");
        }
        if (view.Live is null)
        {
            throw new LibvirtRefusal(LibvirtErrorNumber.OperationInvalid, LibvirtErrorDomain.Qemu, "domain is not running");
        }
        return new DomainInterfaceAddressesRet(source switch
        {
            VirDomainInterfaceAddressesSource.Lease => Known(view, AddressSource.Lease),
            VirDomainInterfaceAddressesSource.Arp => Known(view, AddressSource.Arp),
            VirDomainInterfaceAddressesSource.Agent => await ToldAsync(call, view),
            _ => throw LibvirtRefusal.InvalidArgument($"Unknown IP address data source {arguments.Source}"),
        });
    }

    // As libvirt does: a card of which nothing is known is not named.
    private IReadOnlyList<DomainInterface> Known(DomainView view, AddressSource source) =>
    [
        .. _addresses.Of(view.Live!.Definition.Devices.Interfaces.Items, source)
            .Select(static card => new DomainInterface(card.Device ?? "", card.Mac.ToString(), [.. card.Addresses.Select(Address)]))
            .Where(static card => card.Addrs.Count > 0),
    ];

    private async Task<IReadOnlyList<DomainInterface>> ToldAsync(Call call, DomainView view) =>
    [
        .. (await services.Agents.AskAsync(view.Id, new GuestNetworkGetInterfaces(), call.Cancellation)).Select(static one => new DomainInterface(
            one.Name, one.HardwareAddress,
            [.. (one.IpAddresses ?? []).Select(static address => new DomainIpAddr(Family(address.IpAddressType == "ipv6"), address.IpAddress, (uint)Math.Max(0, address.Prefix)))])),
    ];

    private static DomainIpAddr Address(GuestAddress address) =>
        new(Family(address.Address.AddressFamily == AddressFamily.InterNetworkV6), address.Address.ToString(), (uint)(address.Prefix ?? 0));

    private static int Family(bool isSix) => (int)(isSix ? VirIpAddrType.Ipv6 : VirIpAddrType.Ipv4);
}
