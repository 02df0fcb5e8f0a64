using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pando.Host.Peers;
using Pando.Linux.Sockets;

namespace Pando.Rest.Requests;

/// <summary>Who is at the other end of a connection, as the kernel says, and whether they may use the API.</summary>
internal sealed record PeerOfConnection(PeerCredentials Credentials, bool Allowed)
{
    /// <summary>Asks the kernel once a connection; requests find the answer among their features.</summary>
    public static void Note(ListenOptions listen, AllowedPeers allowed) => listen.Use(next => async connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { Socket: { AddressFamily: AddressFamily.Unix } socket })
        {
            var peer = PeerCredentials.Of(socket);
            connection.Features.Set(new PeerOfConnection(peer, allowed.Allows(peer, socket)));
        }
        await next(connection);
    });
}
