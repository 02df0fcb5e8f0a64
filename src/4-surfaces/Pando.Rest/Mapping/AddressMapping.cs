using System.Net;
using System.Net.Sockets;
using Pando.Api.Machines;
using Pando.GuestAgent;
using Pando.Networks.Addresses;

namespace Pando.Rest.Mapping;

/// <summary>The addresses of guests in the contract's words.</summary>
internal static class AddressMapping
{
    public static MachineCard Of(CardAddresses card) => new()
    {
        Device = card.Device,
        Mac = card.Mac.ToString(),
        SeenSecondsAgo = card.Seen?.TotalSeconds,
        Addresses = [.. card.Addresses.Select(Of)],
    };

    /// <summary>What the agent says of an interface.</summary>
    /// <param name="told">Its words.</param>
    /// <param name="card">The machine's card that this is; null where it is none of its.</param>
    public static MachineCard Of(GuestNetworkInterface told, CardAddresses? card) => new()
    {
        Device = card?.Device,
        GuestName = told.Name,
        Mac = told.HardwareAddress,
        SeenSecondsAgo = card?.Seen?.TotalSeconds,
        Addresses =
        [
            .. (told.IpAddresses ?? []).Select(static address => new MachineAddress
            {
                Type = address.IpAddressType, Address = address.IpAddress, Prefix = address.Prefix, Source = Word(AddressSource.Agent), AgeSeconds = 0,
            }),
        ],
    };

    /// <summary>Those that a line of a list has room for: IPv4 first, and none that holds on its own link only.</summary>
    public static IReadOnlyList<string>? Brief(IReadOnlyList<CardAddresses> cards)
    {
        IReadOnlyList<string> all =
        [
            .. cards.SelectMany(static card => card.Addresses).Select(static one => one.Address).Where(static address => !address.IsIPv6LinkLocal)
                .OrderBy(static address => address.AddressFamily == AddressFamily.InterNetworkV6).Select(static address => address.ToString()),
        ];
        return all.Count == 0 ? null : all;
    }

    private static MachineAddress Of(GuestAddress address) => new()
    {
        Type = Family(address.Address),
        Address = address.Address.ToString(),
        Prefix = address.Prefix,
        Source = Word(address.Source),
        AgeSeconds = address.Age?.TotalSeconds,
        ExpiresAt = address.ExpiresAt,
    };

    private static string Word(AddressSource source) => EnumWords<AddressSource>.KebabOf(source);

    private static string Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4";
}
