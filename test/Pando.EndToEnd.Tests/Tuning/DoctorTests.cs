using System.Text;
using System.Text.Json;
using Pando.Api.Machines;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Tuning;

/// <summary><c>pando doctor</c> on a machine with many faults: they are named, done away with, and gone for QEMU and the guest as well.</summary>
[Trait("Speed", "Slow")]
public sealed class DoctorTests : IAsyncLifetime
{
    private const string Name = "patient";

    private static readonly string[] Fixable =
        ["disk-cache-unsafe", "screen-open", "no-guest-agent", "no-randomness", "disk-discard", "disk-cache-host", "no-free-page-reporting"];

    // Another driver in the guest, or another host: nothing that a definition alone can do.
    private static readonly string[] Lasting = ["disk-bus-emulated", "network-card-emulated"];

    private Instance _pando = null!;
    private GuestConsole? _guest;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        _guest?.Dispose();
        await _pando.DisposeAsync();
    }

    [Fact]
    public async Task What_is_fixed_is_found_no_more_and_the_machine_runs()
    {
        await DefineAsync();
        await FoundAsync([.. Fixable, .. Lasting]);
        await RefusedAsync();

        await AfterADeathAsync();
        await FoundAsync([.. Fixable, .. Lasting]);

        // Some of them first, then all: what was chosen alone is done.
        Assert.Contains("2", (await DoneAsync("doctor", Name, "--fix", "--only", "disk-cache-unsafe,no-randomness")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await _pando.Client.GetMachineAsync(Name, Ct)).Version);
        await FoundAsync([.. Fixable.Except(["disk-cache-unsafe", "no-randomness"]), .. Lasting]);
        await DoneAsync("doctor", Name, "--fix");
        await AfterADeathAsync();
        await FoundAsync(Lasting);
        var fixedOnce = await _pando.Client.GetXmlAsync(Name, inactive: true, cancellationToken: Ct);
        Assert.Equal(3, fixedOnce.Version);

        // Nothing is left: no new version.
        await DoneAsync("doctor", Name, "--fix");
        Assert.Equal(fixedOnce, await _pando.Client.GetXmlAsync(Name, inactive: true, cancellationToken: Ct));

        await RunsAsync();
        await WhileItRunsAsync();
    }

    private async Task DefineAsync()
    {
        foreach (var image in new[] { "first", "second" })
        {
            await File.WriteAllBytesAsync(Image(image), new byte[1 << 20], Ct);
        }
        var guest = await TinyGuest.BuildAsync(
            await DebianKernel.FullAsync(Ct),
            ["button", "virtio_pci", "virtio_console", "virtio-rng", "virtio_balloon", "ahci", "sd_mod", "e1000e"], [], init: null, Path.Combine(_pando.Root, "patient.cpio"), Ct);
        await _pando.Client.DefineAsync(Machines.Tiny(Name, guest, $"""
            <disk type='file' device='disk'><driver name='qemu' type='raw' cache='unsafe'/><source file='{Image("first")}'/><target dev='sda' bus='sata'/></disk>
            <disk type='file' device='disk'><driver name='qemu' type='raw' cache='writeback'/><source file='{Image("second")}'/><target dev='sdb' bus='sata'/></disk>
            <interface type='user'><mac address='52:54:00:00:00:d0'/><model type='e1000e'/></interface>
            <graphics type='vnc' autoport='yes'><listen type='address' address='0.0.0.0'/></graphics>
            <video><model type='vga'/></video>
            """), Ct);
    }

    /// <summary>Told by both surfaces; a host without KVM is a fault of the host's.</summary>
    private async Task FoundAsync(string[] names)
    {
        var told = await DoneAsync("doctor", Name);
        var findings = (await _pando.Client.ExamineAsync(Name, Ct)).Where(finding => finding.Name != "host-without-kvm").ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), findings.Select(finding => finding.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(findings, finding => Assert.Contains($"[{finding.Name}]", told.Output, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Equal(Fixable.Contains(finding.Name), finding.Fixable));
        Assert.Equal(findings.Any(finding => finding.Fixable), told.Output.Contains("--fix", StringComparison.Ordinal));
    }

    private async Task RefusedAsync()
    {
        foreach (var arguments in (string[][])[["doctor", "nobody"], ["doctor", "nobody", "--fix"], ["profile", "nobody", "dense"]])
        {
            var nobody = await _pando.CliAsync(arguments);
            Assert.Equal((3, ""), (nobody.ExitCode, nobody.Output));
            Assert.Contains("nobody", nobody.Error, StringComparison.Ordinal);
        }

        // Neither a word that is none nor a finding that the definition alone cannot mend: and of those beside them none is mended.
        foreach (var only in (string[])["disk-cache-unsafe,no-such-finding", "disk-bus-emulated,disk-discard"])
        {
            var refused = await _pando.CliAsync("doctor", Name, "--fix", "--only", only);
            Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
            Assert.Contains(only.Split(',').First(name => !Fixable.Contains(name)), refused.Error, StringComparison.Ordinal);
            Assert.Contains("no-free-page-reporting", refused.Error, StringComparison.Ordinal);
        }
        var profile = await _pando.CliAsync("profile", Name, "sparse");
        Assert.NotEqual(0, profile.ExitCode);
        Assert.Contains("dense", profile.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await _pando.Client.GetMachineAsync(Name, Ct)).Version);
    }

    private async Task RunsAsync()
    {
        await StartAsync();
        var caches = (await AskAsync("query-block")).EnumerateArray().Select(static block => block.GetProperty("inserted").GetProperty("cache")).ToList();
        Assert.Equal(2, caches.Count);
        Assert.All(caches, static cache => Assert.Equal((true, false), (cache.GetProperty("direct").GetBoolean(), cache.GetProperty("no-flush").GetBoolean())));
        Assert.Equal("127.0.0.1", (await AskAsync("query-vnc")).GetProperty("host").GetString());
        await _guest!.WaitsAsync("[ -b /dev/sdb ]", "cat /sys/block/sda/queue/discard_max_bytes /sys/block/sdb/queue/discard_max_bytes | grep -vc '^0$'", "2");
        await _guest.WaitsAsync("grep -q virtio /sys/class/misc/hw_random/rng_available", "cat /sys/class/virtio-ports/*/name", "org.qemu.guest_agent.0");
        await _guest.WaitsAsync("true", "cut -c6 /sys/bus/virtio/drivers/virtio_balloon/virtio*/features", "1");
    }

    /// <summary>A running machine is not touched; its next start has what was fixed.</summary>
    private async Task WhileItRunsAsync()
    {
        var worse = (await _pando.Client.GetXmlAsync(Name, inactive: true, cancellationToken: Ct)).Xml.Replace(" discard='unmap'", "", StringComparison.Ordinal);
        await _pando.Client.DefineAsync(Encoding.UTF8.GetBytes(worse), Ct);
        await FoundAsync(["disk-discard", .. Lasting]);
        var running = (await _pando.Client.GetXmlAsync(Name, cancellationToken: Ct)).Xml;
        var pid = (await _pando.Client.GetMachineAsync(Name, Ct)).Pid;

        await DoneAsync("doctor", Name, "--fix");
        await AfterADeathAsync();

        await FoundAsync(Lasting);
        Assert.Equal((running, pid, MachinePhase.Running), ((await _pando.Client.GetXmlAsync(Name, cancellationToken: Ct)).Xml, (await _pando.Client.GetMachineAsync(Name, Ct)).Pid, (await _pando.Client.GetMachineAsync(Name, Ct)).State.Phase));
        await _pando.Client.DestroyAsync(Name, cancellationToken: Ct);
        await StartAsync();
        Assert.Contains("discard='unmap'", (await _pando.Client.GetXmlAsync(Name, cancellationToken: Ct)).Xml, StringComparison.Ordinal);
    }

    private async Task StartAsync()
    {
        await _pando.Client.StartAsync(Name, paused: true, Ct);
        _guest?.Dispose();
        _guest = await GuestConsole.OpenAsync(_pando, Name);
        await _pando.Client.ResumeAsync(Name, Ct);
        await _guest.UntilAsync(TinyGuest.Ready);
    }

    private async Task AfterADeathAsync()
    {
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
    }

    private async Task<CliResult> DoneAsync(params string[] arguments)
    {
        var done = await _pando.CliAsync(arguments);
        Assert.Equal((0, ""), (done.ExitCode, done.Error));
        return done;
    }

    private async Task<JsonElement> AskAsync(string question) =>
        (await _pando.Client.SendMonitorCommandAsync(Name, Encoding.UTF8.GetBytes($$"""{"execute":"{{question}}"}"""), cancellationToken: Ct)).Return!.Value;

    private string Image(string name) => Path.Combine(_pando.Root, "lib", "images", $"{name}.img");
}
