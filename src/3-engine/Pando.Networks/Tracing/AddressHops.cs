using System.Net;
using System.Net.Sockets;
using Pando.Model.Networks;
using static Pando.Networks.Tracing.TraceFindings;

namespace Pando.Networks.Tracing;

/// <summary>Whether the guest has an address, and who would give it one.</summary>
internal static class AddressHops
{
    private const int DnsPort = 53;
    private const int Refused = 5;
    private static readonly TimeSpan DnsLimit = TimeSpan.FromSeconds(3);

    // Who serves the root, asked with recursion (RFC 1035): a header of twelve bytes, no name, NS, IN.
    private static readonly byte[] RootQuestion = [0x50, 0x44, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1];

    public static TraceHop? Address(TraceContext trace)
    {
        if (trace.BridgeName is null)
        {
            return null;
        }
        var known = trace.Known.Addresses.Select(static one => one.Address).Where(static address => !address.IsIPv6LinkLocal).ToArray();
        if (known.Length == 0)
        {
            return AddressNone.With();
        }
        var subnets = trace.Definition?.Addresses.Items.Select(static address => address.Network()).ToArray() ?? [];
        var text = string.Join(", ", known.Select(static address => address.ToString()));
        return subnets.Length > 0 && !Array.Exists(known, address => Array.Exists(subnets, subnet => subnet.Contains(address)))
            ? AddressForeign.With(("addresses", text), ("subnets", string.Join(", ", subnets.Select(static subnet => subnet.ToString()))))
            : AddressKnown.With(("addresses", text));
    }

    /// <summary>The server of the network, asked as a guest asks it.</summary>
    public static async Task<TraceHop?> ServerAsync(TraceContext trace, INetworks networks, CancellationToken cancellationToken)
    {
        if (trace is not { Network: { } network, Definition: { MakesBridge: true, Addresses.IsEmpty: false } definition })
        {
            return null;
        }
        if (!networks.IsServed(network.Id))
        {
            return ServerDown.With();
        }
        if (definition.Dns?.Enabled == false)
        {
            return ServerRuns.With();
        }
        var address = IPAddress.Parse(definition.Addresses[0].Address);
        return await AskAsync(address, cancellationToken) switch
        {
            null => ServerDeaf.With(("address", address.ToString())),
            // An isolated network answers no names of the world, and means it.
            Refused when definition.Forward is not null => ServerLost.With(("code", "REFUSED")),
            _ => ServerRuns.With(),
        };
    }

    private static async Task<int?> AskAsync(IPAddress server, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(DnsLimit);
        var answer = new byte[512];
        try
        {
            await socket.ConnectAsync(new IPEndPoint(server, DnsPort), limit.Token);
            await socket.SendAsync(RootQuestion, limit.Token);
            return await socket.ReceiveAsync(answer, limit.Token) > 3 ? answer[3] & 0xf : null;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
