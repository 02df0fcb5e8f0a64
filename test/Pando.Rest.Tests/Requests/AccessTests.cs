using Pando.Api.Routes;
using Pando.Linux.Users;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Requests;

public class AccessTests
{
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
