using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pando.Domains.SideProcesses;
using Pando.Linux.Spawn;
using Pando.Linux.Users;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Machines;

/// <summary>The installed QEMU with a network that the installed passt carries.</summary>
[Trait("Speed", "Slow")]
public class PasstTests
{
    private static async Task<Engine> OpenAsync()
    {
        Assert.SkipUnless(UserDatabase.EffectiveUid == 0, "needs root: passt runs as another user");
        const uint nobody = 65534;
        var root = Directory.CreateTempSubdirectory("pando-engine-").FullName;
        File.SetUnixFileMode(root, (UnixFileMode)0b111_001_001);
        return await Engine.OpenAsync(root, new QemuSettings { RunAs = new RunAs(nobody, nobody) });
    }

    private static string Card(int port) =>
        $"<interface type='user'><backend type='passt'/><portForward proto='tcp' address='127.0.0.1'><range start='{port}' to='22'/></portForward><model type='virtio'/></interface>";

    private static async Task<bool> TakesConnectionsAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [Fact]
    public async Task It_runs_beside_QEMU_forwards_ports_and_ends_with_the_machine()
    {
        await using var engine = await OpenAsync();
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", Card(port)), null, Caller.Daemon);

        // It says what is wrong before the machine runs with a card that leads nowhere.
        var taken = await Assert.ThrowsAsync<PeerException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.SideProcessEnded, taken.Code);
        free.Stop();

        var running = await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var side = Assert.Single(running.Live!.SideProcesses);
        Assert.Equal(("passt", true), (side.Kind, SideProcessEnding.Identity(side).IsStillRunning()));
        Assert.True(await TakesConnectionsAsync(port), port.ToString(CultureInfo.InvariantCulture));

        await engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.False(SideProcessEnding.Identity(side).IsStillRunning());
        Assert.False(await TakesConnectionsAsync(port));
    }
}
