using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>A disk on a server over TLS, given to a QEMU that is confined as always: its certificates come after it has begun.</summary>
[Trait("Speed", "Slow")]
public sealed class EncryptedServerTests : IAsyncLifetime
{
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_confined_machine_is_given_the_disk_while_it_runs()
    {
        var certificates = Path.Combine(_pando.Root, "etc", "tls", "nbd");
        HostCertificates.Make(certificates);
        var image = Path.Combine(_pando.Root, "served.img");
        await File.WriteAllBytesAsync(image, new byte[1 << 20], Ct);
        var port = FreePort();
        using var server = await ServeAsync(image, certificates, port);
        try
        {
            var disk = Encoding.UTF8.GetBytes($"""
                <disk type='network' device='disk'><driver name='qemu' type='raw'/>
                  <source protocol='nbd' name='one' tls='yes' tlsHostname='localhost'><host name='127.0.0.1' port='{port}'/></source>
                  <target dev='sdb' bus='usb'/>
                </disk>
                """);
            await _pando.Client.DefineAsync(Machines.Empty("one", "<controller type='usb' model='qemu-xhci'/>"), Ct);
            await _pando.Client.StartAsync("one", paused: true, Ct);
            var machine = await _pando.Client.AttachDeviceAsync("one", disk, "live", Ct);
            Assert.Contains(machine.Disks, one => one.Target == "sdb");
            await _pando.Client.DetachDeviceAsync("one", disk, "live", Ct);
        }
        finally
        {
            server.Kill();
        }
    }

    /// <summary>Answers when it listens.</summary>
    private async Task<Process> ServeAsync(string image, string certificates, int port)
    {
        var pid = Path.Combine(_pando.Root, "nbd.pid");
        using var begun = Process.Start(new ProcessStartInfo(
            "qemu-nbd",
            [
                "--fork", "--pid-file", pid, "-f", "raw", "-x", "one", "-b", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-t",
                "--object", $"tls-creds-x509,id=tls,dir={certificates},endpoint=server,verify-peer=off", "--tls-creds", "tls", image,
            ]))!;
        await begun.WaitForExitAsync(Ct).WaitAsync(Instance.Limit, Ct);
        Assert.Equal(0, begun.ExitCode);
        return Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pid, Ct), CultureInfo.InvariantCulture));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
