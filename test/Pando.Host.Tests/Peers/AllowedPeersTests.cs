using Pando.Host.Peers;
using Pando.Linux.Sockets;
using Pando.Linux.Users;

namespace Pando.Host.Tests.Peers;

public class AllowedPeersTests
{
    private const uint Somebody = 4711;
    private const uint Pando = 42;

    [Fact]
    public void Root_and_the_daemons_own_user_may()
    {
        var access = new AllowedPeers(null);
        Assert.True(access.Allows(new PeerCredentials(1, 0, Somebody), NotAsked));
        Assert.True(access.Allows(new PeerCredentials(1, UserDatabase.EffectiveUid, Somebody), NotAsked));
    }

    [Fact]
    public void A_member_of_the_group_may_by_either_kind_of_membership()
    {
        var access = new AllowedPeers(Pando);
        Assert.True(access.Allows(new PeerCredentials(1, Somebody, Pando), NotAsked));
        Assert.True(access.Allows(new PeerCredentials(1, Somebody, Somebody), () => [7, Pando]));
    }

    [Fact]
    public void Nobody_else_may()
    {
        Assert.False(new AllowedPeers(Pando).Allows(new PeerCredentials(1, Somebody, Somebody), () => [7]));
        Assert.False(new AllowedPeers(null).Allows(new PeerCredentials(1, Somebody, Pando), NotAsked));
    }

    private static IReadOnlyList<uint> NotAsked() => throw new InvalidOperationException("The groups do not decide.");
}
