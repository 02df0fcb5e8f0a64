using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Pando.Linux.Sockets;
using Pando.Linux.Users;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>
/// Who may use the API: root, the daemon's own user, and the members of one group. The socket's mode says the same to
/// connect(2); this holds also where a mode was loosened by hand, or a descriptor was handed on.
/// </summary>
/// <param name="group">The group; null: nobody else.</param>
internal sealed class Access(uint? group)
{
    private readonly uint _own = UserDatabase.EffectiveUid;

    /// <summary>Refuses every request of a connection that is not allowed, whatever it asks for.</summary>
    public static void Enforce(IApplicationBuilder app) => app.Use((http, next) => http.Features.Get<PeerOfConnection>() switch
    {
        { Allowed: true } => next(http),
        var peer => throw new CallerException(ErrorCodes.Request.Denied, ("user", peer?.Credentials.Uid.ToString(CultureInfo.InvariantCulture) ?? "?")),
    });

    /// <summary>Whether the other end of a connection is allowed, by what the kernel noted at connect(2).</summary>
    public bool Allows(PeerCredentials peer, Socket socket) => Allows(peer, () => PeerCredentials.GroupsOf(socket));

    /// <summary>The same with the peer's supplementary groups, which are looked up only where they decide.</summary>
    internal bool Allows(PeerCredentials peer, Func<IReadOnlyList<uint>> groups) =>
        peer.Uid == 0 || peer.Uid == _own || (group is { } wanted && (peer.Gid == wanted || groups().Contains(wanted)));
}
