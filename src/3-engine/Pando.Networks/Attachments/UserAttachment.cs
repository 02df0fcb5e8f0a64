using System.Net;
using Pando.Model.Domains.Devices;
using Pando.Model.Networks;
using Pando.Model.Ports;

namespace Pando.Networks.Attachments;

/// <summary>
/// A network of mode user: each machine has a passt(1) of its own that carries its packets without any rights, or QEMU's own carrier
/// (slirp) where the host has no passt. Guests reach what the host reaches, and are reached by the network's port forwards alone.
/// </summary>
/// <param name="passt">Where passt is.</param>
internal sealed class UserAttachment(string passt)
{
    // As QEMU's own network has it: the fifteenth address is the guest's.
    private const int UsualNumber = 15;

    /// <summary>The interface as it is carried; nothing is made for it here.</summary>
    /// <param name="source">The network as the machine asks for it.</param>
    /// <param name="network">What is in force of it.</param>
    /// <param name="request">Whose and which.</param>
    public OpenedInterface Attach(VirtualNetworkSource source, NetworkDefinition network, AttachmentRequest request)
    {
        var hasPasst = File.Exists(passt);
        var card = request.Interface;
        var address = network.Addresses.Items.FirstOrDefault();
        var guest = address is null ? null : GuestOf(address, card, request.Machine);
        var device = network.Forward!.Devices.Items.FirstOrDefault();
        if (device is not null && !hasPasst)
        {
            throw AttachmentRules.Refused("forward dev", "no-passt", request);
        }
        var carried = card with
        {
            Source = new UserNetworkSource(device) { Network = source, Gateway = address?.Address },
            Backend = card.Backend with { Program = hasPasst ? UserNetworkProgram.Passt : UserNetworkProgram.Default },
            GuestAddresses = guest is null ? [] : [new InterfaceAddress(guest, IpFamily.IPv4, address!.Network().PrefixLength)],
            PortForwards =
            [
                .. network.PortForwards.Items.Where(forward => forward.Target == guest).Select(static forward => new PortForward(
                    forward.Protocol, forward.Address, null,
                    [new PortRange(forward.FirstPort, forward.LastPort == forward.FirstPort ? null : forward.LastPort, forward.TargetPort)])),
            ],
            // Each guest is alone on its wire.
            IsolatedPort = null,
            CoalescedReceiveFrames = null,
        };
        AttachmentRules.Check(request with { Interface = carried });
        return new OpenedInterface(carried, [], [], null);
    }

    /// <summary>The address that the network says for a guest; else one that is nobody's. Guests do not see each other, so that several may have the same.</summary>
    private static string GuestOf(NetworkAddress address, InterfaceDevice card, string machine)
    {
        var hosts = address.Dhcp?.Hosts.Items ?? [];
        if ((hosts.FirstOrDefault(host => host.Mac is { } mac && mac == card.Mac) ?? hosts.FirstOrDefault(host => host.Mac is null && host.Name == machine)) is { } known)
        {
            return known.Address;
        }
        var network = address.Network();
        return Numbers(network).Select(number => Nth(network, number)).First(free => free != address.Address && hosts.All(host => host.Address != free));
    }

    private static IEnumerable<uint> Numbers(IPNetwork network)
    {
        var size = 1u << (32 - network.PrefixLength);
        return Enumerable.Range(0, (int)Math.Min(size - 2, 4096)).Select(step => (uint)(((UsualNumber - 1 + step) % (size - 2)) + 1));
    }

    private static string Nth(IPNetwork network, uint number)
    {
        var value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(network.BaseAddress.GetAddressBytes()) + number;
        Span<byte> bytes = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return new IPAddress(bytes).ToString();
    }
}
