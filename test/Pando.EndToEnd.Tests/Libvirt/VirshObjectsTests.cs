namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>Secrets, network filters, and QEMU's own monitor by Debian's virsh.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshObjectsTests : IAsyncLifetime
{
    private const string Uuid = "6a8f0a52-8f9a-4d36-9f0e-5e4c1cf0a7d1";

    private Instance _pando = null!;
    private Virsh _virsh = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _virsh = new Virsh(_pando.Root);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_secret_is_kept_and_told_to_those_only_who_may_change_things()
    {
        var xml = $"<secret ephemeral='no' private='no'><uuid>{Uuid}</uuid><usage type='ceph'><name>client.pando</name></usage></secret>";
        await _virsh.RunAsync("secret-define", await FileAsync("secret.xml", xml));
        Assert.Matches($@"{Uuid}\s+ceph client\.pando", await _virsh.RunAsync("secret-list"));
        await _virsh.RunAsync("secret-set-value", Uuid, "c2VzYW1l");
        Assert.Equal("c2VzYW1l", (await _virsh.RunAsync("secret-get-value", Uuid)).Split('\n')[0]);
        Assert.Contains("<name>client.pando</name>", await _virsh.RunAsync("secret-dumpxml", Uuid), StringComparison.Ordinal);
        var (status, _, errors) = await new Virsh(_pando.Root, readOnly: true).TryAsync("secret-get-value", Uuid);
        Assert.Equal(1, status);
        Assert.Contains("read only access prevents virSecretGetValue", errors, StringComparison.Ordinal);
        await _virsh.RunAsync("secret-undefine", Uuid);
        Assert.Contains("Secret not found: no secret with matching uuid", (await _virsh.TryAsync("secret-dumpxml", Uuid)).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_filter_is_defined_shown_and_removed()
    {
        await _virsh.RunAsync("nwfilter-define", await FileAsync(
            "filter.xml", $"<filter name='no-ssh' chain='root'><uuid>{Uuid}</uuid><rule action='drop' direction='in'><tcp dstportstart='22'/></rule></filter>"));
        Assert.Matches($@"{Uuid}\s+no-ssh", await _virsh.RunAsync("nwfilter-list"));
        Assert.Contains("dstportstart='22'", await _virsh.RunAsync("nwfilter-dumpxml", "no-ssh"), StringComparison.Ordinal);
        Assert.Contains("<filter name='clean-traffic'", await _virsh.RunAsync("nwfilter-dumpxml", "clean-traffic"), StringComparison.Ordinal);
        await _virsh.RunAsync("nwfilter-undefine", "no-ssh");
        Assert.Contains("Network filter not found: no nwfilter with matching name 'no-ssh'", (await _virsh.TryAsync("nwfilter-dumpxml", "no-ssh")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Qemu_itself_is_asked()
    {
        await _virsh.RunAsync("create", await FileAsync(
            "web1.xml",
            $"<domain type='qemu'><name>web1</name><uuid>{Uuid}</uuid><memory unit='MiB'>64</memory><os><type arch='x86_64' machine='q35'>hvm</type></os><devices><input type='keyboard' bus='usb'/></devices></domain>"));
        Assert.Equal("{\"return\":{\"UUID\":\"" + Uuid + "\"}}", await _virsh.RunAsync("qemu-monitor-command", "web1", """{"execute":"query-uuid"}"""));
        Assert.Contains("running", await _virsh.RunAsync("qemu-monitor-command", "web1", "--hmp", "info status"), StringComparison.Ordinal);
        Assert.Contains("CommandNotFound", await _virsh.RunAsync("qemu-monitor-command", "web1", """{"execute":"no-such"}"""), StringComparison.Ordinal);
        await _virsh.RunAsync("send-key", "web1", "KEY_LEFTCTRL", "KEY_LEFTALT", "KEY_DELETE");
        Assert.Equal(1, (await _virsh.TryAsync("qemu-agent-command", "web1", """{"execute":"guest-ping"}""")).Status);
        await _virsh.RunAsync("destroy", "web1");
        Assert.DoesNotContain("web1", await _virsh.RunAsync("list", "--all"), StringComparison.Ordinal);
    }

    private async Task<string> FileAsync(string name, string text)
    {
        var path = Path.Combine(_pando.Root, name);
        await File.WriteAllTextAsync(path, text, Ct);
        return path;
    }
}
