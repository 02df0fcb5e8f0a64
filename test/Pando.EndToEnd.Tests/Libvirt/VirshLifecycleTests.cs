using System.Text;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>Debian's own virsh takes pandod for a libvirtd.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshLifecycleTests : IAsyncLifetime
{
    private const string Definition = """
        <domain type='qemu'><name>web1</name><uuid>6a8f0a52-8f9a-4d36-9f0e-5e4c1cf0a7d1</uuid><memory unit='MiB'>64</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='q35'>hvm</type></os>
        <devices><serial type='pty'/><console type='pty'/><video><model type='none'/></video></devices></domain>
        """;

    private Instance _pando = null!;
    private Virsh _virsh = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string DefinitionFile => Path.Combine(_pando.Root, "web1.xml");

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _virsh = new Virsh(_pando.Root);
        await File.WriteAllTextAsync(DefinitionFile, Definition, Ct);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_machine_lives_its_whole_life()
    {
        Assert.Equal("Domain 'web1' defined from " + DefinitionFile, await _virsh.RunAsync("define", DefinitionFile));
        Assert.Matches(@"-\s+web1\s+shut off", await _virsh.RunAsync("list", "--all"));
        Assert.Equal("Domain 'web1' started", await _virsh.RunAsync("start", "web1"));
        Assert.Equal("running (booted)", await _virsh.RunAsync("domstate", "web1", "--reason"));
        await _virsh.RunAsync("suspend", "web1");
        Assert.Equal("paused (user)", await _virsh.RunAsync("domstate", "web1", "--reason"));
        await _virsh.RunAsync("resume", "web1");
        Assert.Equal("running (unpaused)", await _virsh.RunAsync("domstate", "web1", "--reason"));
        Assert.Contains("State:          running", await _virsh.RunAsync("dominfo", "web1"), StringComparison.Ordinal);
        Assert.Contains("state.state=1", await _virsh.RunAsync("domstats", "web1"), StringComparison.Ordinal);
        Assert.Equal("ok", await _virsh.RunAsync("domcontrol", "web1"));
        Assert.Matches("<domain type='qemu' id='[0-9]+'>", await _virsh.RunAsync("dumpxml", "web1"));
        await _virsh.RunAsync("managedsave", "web1");
        Assert.Equal("shut off (saved)", await _virsh.RunAsync("domstate", "web1", "--reason"));
        Assert.Matches(@"-\s+web1\s+saved", await _virsh.RunAsync("list", "--all", "--managed-save"));
        await _virsh.RunAsync("start", "web1");
        Assert.Equal("running (restored)", await _virsh.RunAsync("domstate", "web1", "--reason"));
        await _virsh.RunAsync("autostart", "web1");
        await _virsh.RunAsync("destroy", "web1");
        Assert.Equal("shut off (destroyed)", await _virsh.RunAsync("domstate", "web1", "--reason"));
        await _virsh.RunAsync("undefine", "web1");
        Assert.DoesNotContain("web1", await _virsh.RunAsync("list", "--all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_told_in_libvirts_words()
    {
        await _virsh.RunAsync("define", DefinitionFile);
        Assert.Contains("failed to get domain 'none'", await RefusedAsync("domstate", "none"), StringComparison.Ordinal);
        Assert.Contains("Requested operation is not valid:", await RefusedAsync("destroy", "web1"), StringComparison.Ordinal);
        await File.WriteAllTextAsync(DefinitionFile, "<domain type='qemu'><name>web2</name></domain>", Ct);
        Assert.Contains("XML error:", await RefusedAsync("define", DefinitionFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_only_read_changes_nothing()
    {
        await _virsh.RunAsync("define", DefinitionFile);
        var reader = new Virsh(_pando.Root, readOnly: true);
        Assert.Matches(@"-\s+web1\s+shut off", await reader.RunAsync("list", "--all"));
        var (status, _, errors) = await reader.TryAsync("start", "web1");
        Assert.Equal(1, status);
        Assert.Contains("read only access prevents virDomainCreate", errors, StringComparison.Ordinal);
        Assert.NotEqual(0, (await reader.TryAsync("dumpxml", "web1", "--security-info")).Status);
        Assert.Equal("shut off (unknown)", await _virsh.RunAsync("domstate", "web1", "--reason"));
    }

    [Fact]
    public async Task Events_are_told_as_libvirt_tells_them()
    {
        await _virsh.RunAsync("define", DefinitionFile);
        using var listening = _virsh.Start("event", "--event", "lifecycle", "--loop", "--timestamp");
        try
        {
            // virsh says nothing when it listens: the first event it hears of several shows that it does.
            async Task<string> NextAsync() => await listening.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Instance.Limit, Ct) ?? "";
            var first = NextAsync();
            while (!first.IsCompleted)
            {
                await _virsh.RunAsync("define", DefinitionFile);
                await Task.WhenAny(first, Task.Delay(200, Ct));
            }
            await _virsh.RunAsync("start", "web1", "--paused");
            await _virsh.RunAsync("resume", "web1");
            await _virsh.RunAsync("destroy", "web1");
            var heard = new List<string>();
            while (heard.Count < 4)
            {
                if (await NextAsync() is var line && !line.Contains("Defined", StringComparison.Ordinal))
                {
                    heard.Add(line[(line.IndexOf("web1': ", StringComparison.Ordinal) + 7)..]);
                }
            }
            Assert.Equal(["Started Booted", "Suspended Paused", "Resumed Unpaused", "Stopped Destroyed"], heard);
        }
        finally
        {
            listening.Kill();
        }
    }

    [Fact]
    public async Task Events_of_devices_and_of_tuning_are_told()
    {
        await _virsh.RunAsync("define", DefinitionFile);
        await _virsh.RunAsync("start", "web1", "--paused");
        using var listening = _virsh.Start("event", "--all", "--loop");
        try
        {
            var heard = new StringBuilder();
            async Task UntilAsync(string words)
            {
                while (!heard.ToString().Contains(words, StringComparison.Ordinal))
                {
                    heard.AppendLine(await listening.StandardOutput.ReadLineAsync(Ct).AsTask().WaitAsync(Instance.Limit, Ct) ?? throw new InvalidOperationException($"{heard}"));
                }
            }
            // virsh says nothing when it listens: what it hears of shows that it does.
            var first = UntilAsync("event 'tunable' for domain 'web1'");
            for (var cpu = 0; !first.IsCompleted; cpu = 1 - cpu)
            {
                await _virsh.RunAsync("vcpupin", "web1", "0", cpu == 0 ? "0" : "1", "--live");
                await Task.WhenAny(first, Task.Delay(200, Ct));
            }
            await first;
            var device = Path.Combine(_pando.Root, "rng.xml");
            await File.WriteAllTextAsync(device, "<rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-chance'/></rng>", Ct);
            await _virsh.RunAsync("attach-device", "web1", device, "--live");
            await UntilAsync("event 'device-added' for domain 'web1': ua-chance");
            Assert.Contains("cputune.vcpupin0: ", heard.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            listening.Kill();
        }
    }

    private async Task<string> RefusedAsync(params string[] arguments)
    {
        var (status, _, errors) = await _virsh.TryAsync(arguments);
        Assert.Equal(1, status);
        return errors;
    }
}
