using Pando.Api.Routes;
using Pando.Linux.Sockets;
using Pando.Linux.Users;
using Pando.Rest.Requests;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Requests;

public class AccessTests
{
    private const uint Somebody = 4711;
    private const uint Pando = 42;

    [Fact]
    public void Root_and_the_daemons_own_user_may()
    {
        var access = new Access(null);
        Assert.True(access.Allows(new PeerCredentials(1, 0, Somebody), NotAsked));
        Assert.True(access.Allows(new PeerCredentials(1, UserDatabase.EffectiveUid, Somebody), NotAsked));
    }

    [Fact]
    public void A_member_of_the_group_may_by_either_kind_of_membership()
    {
        var access = new Access(Pando);
        Assert.True(access.Allows(new PeerCredentials(1, Somebody, Pando), NotAsked));
        Assert.True(access.Allows(new PeerCredentials(1, Somebody, Somebody), () => [7, Pando]));
    }

    [Fact]
    public void Nobody_else_may()
    {
        Assert.False(new Access(Pando).Allows(new PeerCredentials(1, Somebody, Somebody), () => [7]));
        Assert.False(new Access(null).Allows(new PeerCredentials(1, Somebody, Pando), NotAsked));
    }

    [Fact]
    public async Task Whoever_reached_the_socket_all_the_same_is_refused_everywhere()
    {
        Assert.SkipUnless(UserDatabase.EffectiveUid == 0, "Only root can become another user.");
        await using var rest = await RestFixture.StartAsync();
        rest.OpenToEverybody();
        foreach (var path in new[] { ApiRoutes.Machines, ApiRoutes.OpenApi, ApiRoutes.Events, "/nothing" })
        {
            Assert.StartsWith("HTTP/1.1 403 ", await AskAsNobodyAsync(rest.SocketPath, path), StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<uint> NotAsked() => throw new InvalidOperationException("The groups do not decide.");

    private static async Task<string> AskAsNobodyAsync(string socket, string path)
    {
        const string script = """
            use IO::Socket::UNIX; $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die; print $s "GET $ARGV[1] HTTP/1.1\r\nHost: pando\r\n\r\n"; print scalar <$s>;
            """;
        var start = new System.Diagnostics.ProcessStartInfo("setpriv") { RedirectStandardOutput = true };
        foreach (var argument in new[] { "--reuid=65534", "--regid=65534", "--clear-groups", "perl", "-e", script, socket, path })
        {
            start.ArgumentList.Add(argument);
        }
        using var process = System.Diagnostics.Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Limit.Token());
        await process.WaitForExitAsync(Limit.Token());
        return said;
    }
}
