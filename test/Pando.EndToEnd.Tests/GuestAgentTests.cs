using System.Text;
using Pando.Api.Agents;
using Pando.Api.Install;
using Pando.Api.Machines;
using Pando.EndToEnd.Tests.Libvirt;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>
/// A real Debian with its qemu-guest-agent, one boot for every verb: the guest is the image that Pando builds, made by an
/// installation order with a seed. Takes minutes, most of which the guest boots.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class GuestAgentTests : IAsyncLifetime
{
    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(10);
    private const string Vm = "deb";

    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_debian_guest_is_asked_and_told_through_its_agent()
    {
        await DebianImage.ImportAsync(_pando);
        await DebianImage.EndOfAsync(_pando, await _pando.Client.StartInstallAsync(
            new InstallRequest
            {
                Name = Vm,
                MemoryKiB = 1 << 20,
                Vcpus = 2,
                Image = "debian-12",
                Import = true,
                CloudInit = new CloudInitRequest { User = "an", Hostname = "web1" },
            }, Ct));
        await _pando.UntilAsync(Vm, machine => machine.State.Agent == "connected", BootLimit);

        await TellsOfItselfAsync();
        await AnswersVirshAsync();
        await RunsProgramsAsync();
        await SetsWhatItIsToldAsync();
        await FreezesAndThawsAsync();
        await SleepsAndWakesAsync();
        await RestartsAndEndsAsync();
    }

    private async Task TellsOfItselfAsync()
    {
        Assert.Contains("guest-fsfreeze-freeze", (await _pando.Client.PingAgentAsync(Vm, Ct)).Commands);
        var info = await _pando.Client.GetGuestInfoAsync(Vm, cancellationToken: Ct);
        Assert.Equal(("web1", "debian"), (info.Hostname, info.Os!.Id));
        var root = Assert.Single(info.Filesystems!, filesystem => filesystem.Mountpoint == "/");
        Assert.Equal(("ext4", "vda"), (root.Type, Assert.Single(root.Disks)));
        Assert.Contains(info.Disks!, disk => disk.Name == "/dev/vda");
        Assert.Contains(info.Interfaces!, card => card.Mac is { } mac && mac.StartsWith("52:54:00", StringComparison.Ordinal));
        Assert.NotNull(info.Timezone);
    }

    /// <summary>The same through libvirt's protocol.</summary>
    private async Task AnswersVirshAsync()
    {
        var virsh = new Virsh(_pando.Root);
        var info = await virsh.RunAsync("guestinfo", Vm);
        Assert.Matches(@"os\.id\s*: debian", info);
        Assert.Matches(@"hostname\s*: web1", info);
        Assert.Matches(@"fs\.0\.disk\.0\.alias\s*: vda", info);
        Assert.Matches(@"if\.1\.hwaddr\s*: 52:54:00", info);
        Assert.Equal("web1", await virsh.RunAsync("domhostname", Vm));
        Assert.Matches(@"/\s+\S+\s+ext4\s+vda", await virsh.RunAsync("domfsinfo", Vm));
        Assert.Matches("^Time: [0-9]+$", await virsh.RunAsync("domtime", Vm));
        await virsh.RunAsync("domtime", Vm, "--now");
        Assert.Matches(@"online\s*: 0-1", await virsh.RunAsync("guestvcpus", Vm));
        await virsh.RunAsync("guestvcpus", Vm, "--cpulist", "1", "--disable");
        Assert.Matches(@"online\s*: 0\b", await virsh.RunAsync("guestvcpus", Vm));
        await virsh.RunAsync("guestvcpus", Vm, "--cpulist", "1", "--enable");
        Assert.Matches("Froze [1-9]", await virsh.RunAsync("domfsfreeze", Vm));
        Assert.Matches("Thawed [1-9]", await virsh.RunAsync("domfsthaw", Vm));
        await virsh.RunAsync("domfstrim", Vm);
        await virsh.RunAsync("set-user-password", Vm, "an", "secret 1");
        var keys = Path.Combine(_pando.Root, "keys");
        await File.WriteAllTextAsync(keys, "ssh-ed25519 AAAA one\n", Ct);
        await virsh.RunAsync("set-user-sshkeys", Vm, "an", keys);
        Assert.Equal("ssh-ed25519 AAAA one", await virsh.RunAsync("get-user-sshkeys", Vm, "an"));
        await virsh.RunAsync("guest-agent-timeout", Vm, "--timeout", "30");
    }

    private async Task RunsProgramsAsync()
    {
        var said = await _pando.CliAsync("exec", Vm, "--", "sh", "-c", "echo out; echo oops >&2; exit 3");
        Assert.Equal((3, "out\n"), (said.ExitCode, said.Output));
        Assert.Contains("oops", said.Error, StringComparison.Ordinal);
        var input = await _pando.Client.ExecuteInGuestAsync(
            Vm, new GuestExecRequest { Path = "cat", Input = Convert.ToBase64String("Xin chào"u8) }, Ct);
        Assert.Equal("Xin chào", Encoding.UTF8.GetString(Convert.FromBase64String(input.Output!)));
        var late = await _pando.Client.ExecuteInGuestAsync(Vm, new GuestExecRequest { Path = "sleep", Arguments = ["600"], WaitSeconds = 0 }, Ct);
        Assert.False(late.Exited);
        var killed = await _pando.Client.ExecuteInGuestAsync(Vm, new GuestExecRequest { Path = "sh", Arguments = ["-c", "kill -9 $$"] }, Ct);
        Assert.Equal(9, killed.Signal);
    }

    private async Task SetsWhatItIsToldAsync()
    {
        var before = await HashAsync();
        await _pando.Client.SetGuestPasswordAsync(Vm, new GuestPasswordRequest { User = "an", Password = "bí mật 2" }, Ct);
        Assert.NotEqual(before, await HashAsync());

        var keys = await _pando.Client.SetGuestSshKeysAsync(Vm, "an", new GuestSshKeysRequest { Keys = ["ssh-ed25519 AAAA one", "ssh-ed25519 BBBB two"], Change = "reset" }, Ct);
        Assert.Equal(2, keys.Keys.Count);
        keys = await _pando.Client.SetGuestSshKeysAsync(Vm, "an", new GuestSshKeysRequest { Keys = ["ssh-ed25519 AAAA one"], Change = "remove" }, Ct);
        Assert.Equal(["ssh-ed25519 BBBB two"], keys.Keys);

        var wanted = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        Assert.InRange((await _pando.Client.SetGuestTimeAsync(Vm, new GuestTimeRequest { Time = wanted }, Ct)).Time - wanted, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(2));
        Assert.InRange((await _pando.Client.SetGuestTimeAsync(Vm, new GuestTimeRequest { Now = true }, Ct)).Time - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(-2), TimeSpan.FromMinutes(2));

        Assert.Equal([true, false], (await _pando.Client.SetGuestVcpusAsync(Vm, new GuestVcpusRequest { Count = 1 }, Ct)).Select(vcpu => vcpu.Online));
        Assert.Equal([true, true], (await _pando.Client.SetGuestVcpusAsync(Vm, new GuestVcpusRequest { Online = [1] }, Ct)).Select(vcpu => vcpu.Online));

        Assert.Contains(await _pando.Client.TrimGuestAsync(Vm, new GuestTrimRequest(), Ct), path => path is { Mountpoint: "/", Error: null });
        await _pando.Client.SendAgentCommandAsync(Vm, """{"execute":"guest-ping"}"""u8.ToArray(), cancellationToken: Ct);
        await _pando.UntilAsync(Vm, machine => machine.Taints.Contains("custom-ga-command"));
    }

    /// <summary>Also by a daemon that was killed in between.</summary>
    private async Task FreezesAndThawsAsync()
    {
        Assert.True((await _pando.Client.FreezeGuestAsync(Vm, new GuestFreezeRequest(), Ct)).Count > 0);
        Assert.True((await _pando.Client.GetGuestFreezeAsync(Vm, Ct)).Frozen);
        Assert.True((await _pando.Client.ThawGuestAsync(Vm, Ct)).Count > 0);
        Assert.False((await _pando.Client.GetGuestFreezeAsync(Vm, Ct)).Frozen);

        await _pando.Client.FreezeGuestAsync(Vm, new GuestFreezeRequest(), Ct);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        var mark = Path.Combine(_pando.Root, "run", "domains", (await _pando.Client.GetMachineAsync(Vm, Ct)).Id, "frozen");
        await _pando.UntilAsync(Vm, _ => !File.Exists(mark), TimeSpan.FromMinutes(3));
        Assert.False((await _pando.Client.GetGuestFreezeAsync(Vm, Ct)).Frozen);
        Assert.Contains("custom-ga-command", (await _pando.Client.GetMachineAsync(Vm, Ct)).Taints);
    }

    private async Task SleepsAndWakesAsync()
    {
        await _pando.Client.PmSuspendAsync(Vm, "mem", Ct);
        await _pando.UntilAsync(Vm, machine => machine.State.Phase == MachinePhase.PmSuspended, BootLimit);
        Assert.Equal(4, (await _pando.CliAsync("exec", Vm, "--", "true")).ExitCode);
        await _pando.Client.PmWakeupAsync(Vm, Ct);
        await _pando.UntilAsync(Vm, machine => machine.State is { Phase: MachinePhase.Running, Agent: "connected" }, BootLimit);
        await _pando.Client.PingAgentAsync(Vm, Ct);
    }

    private async Task RestartsAndEndsAsync()
    {
        await _pando.Client.RebootAsync(Vm, "agent", Ct);
        await _pando.UntilAsync(Vm, machine => machine.State.Agent == "disconnected", BootLimit);
        await _pando.UntilAsync(Vm, machine => machine.State.Agent == "connected", BootLimit);
        await _pando.Client.ShutdownAsync(Vm, "agent", Ct);
        var off = await _pando.UntilAsync(Vm, machine => machine.State.Phase == MachinePhase.ShutOff, BootLimit);
        Assert.Equal("shutdown", off.State.Reason);
    }

    private async Task<string?> HashAsync() =>
        (await _pando.Client.ExecuteInGuestAsync(Vm, new GuestExecRequest { Path = "getent", Arguments = ["shadow", "an"] }, Ct)).Output;
}
