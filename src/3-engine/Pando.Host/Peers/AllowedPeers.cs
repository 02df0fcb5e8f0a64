using System.Net.Sockets;
using Pando.Linux.Sockets;
using Pando.Linux.Users;

namespace Pando.Host.Peers;

/// <summary>
/// Who may use a daemon's socket: root, the daemon's own user, and the members of one group. The socket's mode says the same to
/// connect(2); this holds also where a mode was loosened by hand, or a descriptor was handed on.
/// </summary>
/// <param name="group">The group; null: nobody else.</param>
public sealed class AllowedPeers(uint? group)
{
    private readonly uint _own = UserDatabase.EffectiveUid;

    /// <summary>Whether the other end of a connection is allowed, by what the kernel noted at connect(2).</summary>
    public bool Allows(PeerCredentials peer, Socket socket) => Allows(peer, () => PeerCredentials.GroupsOf(socket));

    /// <summary>The same with the peer's supplementary groups, which are looked up only where they decide.</summary>
    internal bool Allows(PeerCredentials peer, Func<IReadOnlyList<uint>> groups) =>
        peer.Uid == 0 || peer.Uid == _own || (group is { } wanted && (peer.Gid == wanted || groups().Contains(wanted)));
}
