using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml.Changes;
using Pando.Qmp;
using Pando.Testing;

namespace Pando.Domains.Tests.Secrets;

/// <summary>Disks that are encrypted or elsewhere, in the installed QEMU.</summary>
[Trait("Speed", "Slow")]
public sealed class SecretDiskTests : IAsyncLifetime
{
    private Engine _engine = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _engine = await Engine.OpenAsync();

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public async Task An_encrypted_disk_opens_with_its_secret_and_with_no_other(string format)
    {
        var path = await EncryptedAsync("luks", format);
        var view = await _engine.Domains.DefineAsync(Definitions.Empty("one", Encrypted(path, format, "vda", "virtio")), null, Caller.Daemon);
        Assert.Equal(ErrorCodes.Secret.NotFound, (await Assert.ThrowsAsync<CallerException>(() => StartAsync(view))).Code);

        await DefineAsync(path);
        Assert.Equal(ErrorCodes.Secret.NoValue, (await Assert.ThrowsAsync<CallerException>(() => StartAsync(view))).Code);

        await _engine.Secrets.SetValueAsync(path, "wrong"u8.ToArray(), Ct);
        Assert.Contains("password", (await Assert.ThrowsAsync<PeerException>(() => StartAsync(view))).PeerWords, StringComparison.OrdinalIgnoreCase);

        await _engine.Secrets.SetValueAsync(path, "sesame"u8.ToArray(), Ct);
        var started = await StartAsync(view);
        var node = (await _engine.Domains.Driver(view.Id).Guest!.ExecuteAsync(new QueryNamedBlockNodes(), null, Ct)).Single(one => one.NodeName == "vda-0");
        Assert.Equal(format == "raw" ? "luks" : "qcow2", node.Drv);
        var arguments = await File.ReadAllTextAsync(string.Create(CultureInfo.InvariantCulture, $"/proc/{started.Live!.Process.Pid}/cmdline"), Ct);
        Assert.DoesNotContain("sesame", arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VzYW1l", arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_disk_is_plugged_in_and_taken_away_with_its_secret()
    {
        var view = await _engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        await StartAsync(view);
        var path = await EncryptedAsync("luks", "qcow2");
        await DefineAsync(path);
        await _engine.Secrets.SetValueAsync(path, "sesame"u8.ToArray(), Ct);
        var disk = DeviceText.Read(Encrypted(path, "qcow2", "sda", "usb"));
        var before = await ObjectsAsync(view.Id);

        await RequestAsync(view, new AttachDeviceRequest(disk, ChangeScope.Live));
        Assert.NotEqual(before, await ObjectsAsync(view.Id));
        await RequestAsync(view, new DetachDeviceRequest(disk, null, ChangeScope.Live));

        Assert.Equal(before, await ObjectsAsync(view.Id));
    }

    [Fact]
    public async Task A_disk_of_an_nbd_server_is_started_with_and_one_that_is_not_there_is_told()
    {
        var path = Path.Combine(_engine.Root, "served.img");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], Ct);
        var port = FreePort();
        var disk = $"<disk type='network' device='disk'><driver name='qemu' type='raw'/><source protocol='nbd' name='one'><host name='127.0.0.1' port='{port}'/></source><target dev='vda' bus='virtio'/></disk>";
        var view = await _engine.Domains.DefineAsync(Definitions.Empty("one", disk), null, Caller.Daemon);
        Assert.Contains("refused", (await Assert.ThrowsAsync<PeerException>(() => StartAsync(view))).PeerWords, StringComparison.OrdinalIgnoreCase);

        var pid = Path.Combine(_engine.Root, "nbd.pid");
        await RunAsync("qemu-nbd", "--fork", "--pid-file", pid, "-f", "raw", "-x", "one", "-b", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-t", path);
        try
        {
            await StartAsync(view);
            Assert.Contains(await _engine.Domains.Driver(view.Id).Guest!.ExecuteAsync(new QueryNamedBlockNodes(), null, Ct), node => node.Drv == "nbd");
        }
        finally
        {
            using var server = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pid, Ct), CultureInfo.InvariantCulture));
            server.Kill();
        }
    }

    [Fact]
    public async Task A_disk_of_an_nbd_server_is_encrypted_and_its_server_made_sure_of()
    {
        var path = Path.Combine(_engine.Root, "served.img");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], Ct);
        var port = FreePort();
        string Disk(string target, string bus, string name) =>
            $"<disk type='network' device='disk'><driver name='qemu' type='raw'/><source protocol='nbd' name='one' tls='yes' tlsHostname='{name}'><host name='127.0.0.1' port='{port}'/></source><target dev='{target}' bus='{bus}'/></disk>";
        var view = await _engine.Domains.DefineAsync(Definitions.Empty("one", Disk("vda", "virtio", "localhost")), null, Caller.Daemon);
        Assert.Equal(ErrorCodes.Qemu.CannotExpress, (await Assert.ThrowsAsync<CallerException>(() => StartAsync(view))).Code);

        var certificates = Path.Combine(_engine.Paths.Tls, "nbd");
        HostCertificates.Make(certificates);
        var pid = Path.Combine(_engine.Root, "nbd.pid");
        await RunAsync(
            "qemu-nbd", "--fork", "--pid-file", pid, "-f", "raw", "-x", "one", "-e", "2", "-b", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-t",
            "--object", $"tls-creds-x509,id=tls,dir={certificates},endpoint=server,verify-peer=off", "--tls-creds", "tls", path);
        try
        {
            var other = await _engine.Domains.DefineAsync(Definitions.Empty("other", Disk("vda", "virtio", "elsewhere")), null, Caller.Daemon);
            Assert.Contains("elsewhere", (await Assert.ThrowsAsync<PeerException>(() => StartAsync(other))).PeerWords, StringComparison.Ordinal);

            await StartAsync(view);
            await RequestAsync(view, new AttachDeviceRequest(DeviceText.Read(Disk("sdb", "usb", "localhost")), ChangeScope.Live));
            var nodes = await _engine.Domains.Driver(view.Id).Guest!.ExecuteAsync(new QueryNamedBlockNodes(), null, Ct);
            Assert.Equal(2, nodes.Count(node => node.Drv == "nbd"));
            Assert.Empty(Directory.EnumerateFiles(_engine.Paths.DomainRun(view.Id), "*.pem", SearchOption.AllDirectories));

            var before = await ObjectsAsync(view.Id);
            await RequestAsync(view, new DetachDeviceRequest(DeviceText.Read(Disk("sdb", "usb", "localhost")), null, ChangeScope.Live));
            Assert.NotEqual(before, await ObjectsAsync(view.Id));
        }
        finally
        {
            using var server = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pid, Ct), CultureInfo.InvariantCulture));
            server.Kill();
        }
    }

    [Fact]
    public async Task A_modules_memory_is_encrypted_with_its_secret()
    {
        const string id = "7a1b2c3d-0000-4000-8000-000000000001";
        var view = await _engine.Domains.DefineAsync(
            Definitions.Empty("one", $"<tpm model='tpm-crb'><backend type='emulator' version='2.0'><encryption secret='{id}'/></backend></tpm>"), null, Caller.Daemon);
        Assert.Equal(ErrorCodes.Secret.NotFound, (await Assert.ThrowsAsync<CallerException>(() => StartAsync(view))).Code);

        await _engine.Secrets.DefineAsync($"<secret private='yes'><uuid>{id}</uuid><usage type='vtpm'><name>one</name></usage></secret>", Ct);
        await _engine.Secrets.SetValueAsync(id, "sesame"u8.ToArray(), Ct);
        await StartAsync(view);
        await RequestAsync(view, new DestroyRequest());
        Assert.True(new FileInfo(_engine.Paths.TpmState(view.Id)).Length > 0);

        // What was written with one passphrase cannot be read with another.
        await _engine.Secrets.SetValueAsync(id, "another"u8.ToArray(), Ct);
        await Assert.ThrowsAsync<PeerException>(() => StartAsync(view));
    }

    private static string Encrypted(string path, string format, string target, string bus) =>
        $"<disk type='file' device='disk'><driver name='qemu' type='{format}'/><source file='{path}'><encryption format='luks'><secret type='passphrase' usage='{path}'/></encryption></source><target dev='{target}' bus='{bus}'/></disk>";

    private Task DefineAsync(string path) => _engine.Secrets.DefineAsync($"<secret><usage type='volume'><volume>{path}</volume></usage></secret>", Ct);

    private Task<DomainView> StartAsync(DomainView view) => RequestAsync(view, new StartRequest());

    private Task<DomainView> RequestAsync(DomainView view, DomainRequest request) => _engine.Domains.Request(view.Id, request, Caller.Daemon).Completion.WaitAsync(Engine.Limit);

    private async Task<string> ObjectsAsync(DomainId id) =>
        string.Join(' ', (await _engine.Domains.Driver(id).Guest!.ExecuteAsync(new QomList("/objects"), null, Ct)).Select(one => one.Name).Order(StringComparer.Ordinal));

    private async Task<string> EncryptedAsync(string name, string format)
    {
        var path = Path.Combine(_engine.Paths.DefaultPool, $"{name}.{format}");
        var passphrase = Path.Combine(_engine.Root, "passphrase");
        await File.WriteAllTextAsync(passphrase, "sesame", Ct);
        // Few rounds: how hard it is to guess is not what is tested.
        var prefix = format == "raw" ? "" : "encrypt.";
        await RunAsync(
            "qemu-img", "create", "-q", "-f", format == "raw" ? "luks" : format, "--object", $"secret,id=key,file={passphrase}",
            "-o", $"{prefix}key-secret=key,{prefix}iter-time=10{(format == "raw" ? "" : ",encrypt.format=luks")}", path, "4M");
        return path;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var (status, words) = (1, "accurate CPU usage");
        // LUKS's rounds are measured in the processor's time, which some kernels count by ticks: between two of them there is none.
        for (var again = 0; again < 100 && status != 0 && words.Contains("accurate CPU usage", StringComparison.Ordinal); again++)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEndAsync(Ct);
            await process.WaitForExitAsync(Ct).WaitAsync(Engine.Limit, Ct);
            words = await said;
            status = process.ExitCode;
        }
        Assert.True(status == 0, words);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
