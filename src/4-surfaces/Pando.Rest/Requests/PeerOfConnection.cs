using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Pando.Linux.Sockets;

namespace Pando.Rest.Requests;

/// <summary>Who is at the other end of a connection, as the kernel says.</summary>
internal sealed record PeerOfConnection(PeerCredentials Credentials)
{
    /// <summary>Asks the kernel once a connection; requests find the answer among their features.</summary>
    public static void Note(ListenOptions listen) => listen.Use(next => async connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is { Socket: { AddressFamily: AddressFamily.Unix } socket })
        {
            connection.Features.Set(new PeerOfConnection(PeerCredentials.Of(socket)));
        }
        await next(connection);
    });
}
