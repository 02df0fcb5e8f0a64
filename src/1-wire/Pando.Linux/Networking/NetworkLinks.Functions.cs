using System.Buffers.Binary;
using Pando.Linux.Networking.Netlink;
using static Pando.Linux.Networking.Netlink.LinkMessages;

namespace Pando.Linux.Networking;

/// <summary>What a card keeps for one of its virtual functions (linux/if_link.h, IFLA_VF_…): whoever uses the function cannot change it.</summary>
/// <param name="Mac">The function's address in 48 bits; 0 leaves it to the function.</param>
/// <param name="Vlan">The VLAN whose tag its packets get and lose; 0 is none.</param>
public sealed record FunctionSettings(long Mac, int Vlan);

/// <summary>Virtual functions of a card (SR-IOV), set up through the card itself.</summary>
public sealed partial class NetworkLinks
{
    private const ushort FunctionList = 22;
    private const ushort ExtendedMask = 29;
    private const uint WithFunctions = 1;
    private const ushort Function = 1;
    private const ushort FunctionMac = 1;
    private const ushort FunctionVlan = 2;
    private const int MostMacBytes = 32;

    /// <summary>What a card keeps for one of its functions; null where it does not tell.</summary>
    public FunctionSettings? ReadFunction(NetworkLink card, int number)
    {
        ArgumentNullException.ThrowIfNull(card);
        byte[] answer = _kernel.Ask(new NetlinkRequest(GetLink, 0, Link(card.Index)).Add(ExtendedMask, WithFunctions), card.Name)[0];
        return FunctionIn(new NetlinkAttributes(answer.AsSpan(LinkBytes)), number);
    }

    /// <summary>Has a card keep an address and a VLAN for one of its functions. Throws with EOPNOTSUPP where the card has none.</summary>
    public void ChangeFunction(NetworkLink card, int number, FunctionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(settings);
        // struct ifla_vf_mac has room for addresses longer than Ethernet's; struct ifla_vf_vlan ends with a priority.
        byte[] mac = [.. BitConverter.GetBytes(number), .. Bytes(settings.Mac), .. new byte[MostMacBytes - 6]];
        byte[] vlan = [.. BitConverter.GetBytes(number), .. BitConverter.GetBytes(settings.Vlan), .. BitConverter.GetBytes(0)];
        _kernel.Ask(
            new NetlinkRequest(SetLink, 0, Link(card.Index)).Nest(FunctionList, list => list.Nest(Function, one => one.Add(FunctionMac, mac).Add(FunctionVlan, vlan))),
            $"{card.Name} vf {number}");
    }

    internal static FunctionSettings? FunctionIn(NetlinkAttributes card, int number)
    {
        foreach (byte[] one in card.Nested(FunctionList)?.Each(Function) ?? [])
        {
            var function = new NetlinkAttributes(one);
            if (function.Bytes(FunctionMac) is { Length: >= 10 } mac && BinaryPrimitives.ReadInt32LittleEndian(mac) == number)
            {
                int vlan = function.Bytes(FunctionVlan) is { Length: >= 8 } tag ? BinaryPrimitives.ReadInt32LittleEndian(tag.AsSpan(4)) : 0;
                return new FunctionSettings(Mac(mac[4..10])!.Value, vlan);
            }
        }

        return null;
    }
}
