using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Pando.Model.Networks;
using static Pando.Networks.Tracing.TraceFindings;

namespace Pando.Networks.Tracing;

/// <summary>
/// Whether those answer whom a network's server asks for names of the world: its forwarders, or the host's own name servers (resolv.conf(5)). The
/// server itself hears its bridge only; what it would ask is asked from here.
/// </summary>
internal static class NameHops
{
    private const string HostServers = "/etc/resolv.conf";
    private const int Port = 53;
    private const int MostServers = 3;
    private const int HeaderBytes = 12;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static async Task<TraceHop?> ServersAsync(TraceContext trace, CancellationToken cancellationToken)
    {
        if (trace.Definition is not { MakesBridge: true, Forward: not null, Addresses.IsEmpty: false } network || network.Dns?.Enabled == false)
        {
            return null;
        }
        var servers = Of(network, File.Exists(HostServers) ? await File.ReadAllLinesAsync(HostServers, cancellationToken) : []);
        foreach (var server in servers)
        {
            if (await AnswersAsync(server, cancellationToken))
            {
                return NamesAnswered.With(("server", server.ToString()));
            }
        }
        return servers.Count == 0 ? NamesUnasked.With() : NamesSilent.With(("servers", string.Join(", ", servers)));
    }

    /// <summary>Whom a network's server asks: dnsmasq asks the host's only where no forwarder is for all names.</summary>
    public static IReadOnlyList<IPAddress> Of(NetworkDefinition network, IEnumerable<string> resolv)
    {
        IPAddress[] forwarders = [.. (network.Dns?.Forwarders ?? []).Items.Where(static one => one.Domain is null).Select(static one => one.Address).OfType<string>().Select(IPAddress.Parse)];
        return forwarders.Length > 0 ? forwarders :
        [
            .. resolv.Select(static line => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(static words => words is ["nameserver", _, ..])
                .Select(static words => IPAddress.TryParse(words[1], out var address) ? address : null).OfType<IPAddress>().Take(MostServers),
        ];
    }

    // A question for the servers of the root (RFC 1035, 4.1): whoever serves names answers it, if only with a refusal.
    private static async Task<bool> AnswersAsync(IPAddress server, CancellationToken cancellationToken)
    {
        const ushort recursion = 0x0100;
        const ushort nameServers = 2;
        const ushort internet = 1;
        var id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue);
        var question = new byte[HeaderBytes + 1 + (2 * sizeof(ushort))];
        BinaryPrimitives.WriteUInt16BigEndian(question, id);
        BinaryPrimitives.WriteUInt16BigEndian(question.AsSpan(2), recursion);
        BinaryPrimitives.WriteUInt16BigEndian(question.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(question.AsSpan(HeaderBytes + 1), nameServers);
        BinaryPrimitives.WriteUInt16BigEndian(question.AsSpan(HeaderBytes + 3), internet);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var socket = new UdpClient(server.AddressFamily);
            socket.Connect(server, Port);
            await socket.SendAsync(question, limit.Token);
            while (true)
            {
                var answer = (await socket.ReceiveAsync(limit.Token)).Buffer;
                if (answer.Length >= HeaderBytes && BinaryPrimitives.ReadUInt16BigEndian(answer) == id)
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
