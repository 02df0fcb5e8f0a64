using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Linux.Spawn;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>Guests outlive the daemon, however it ends.</summary>
public sealed class AdoptionTests : IAsyncLifetime
{
    private Instance _pando = null!;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_guest_goes_on_through_kill_9_and_is_taken_up_again()
    {
        var ct = TestContext.Current.CancellationToken;
        await _pando.Client.DefineAsync(Machines.Tiny("tiny", await TinyGuest.GetAsync(ct)), ct);
        var before = await _pando.Client.StartAsync("tiny", paused: true, ct);
        using (var console = await GuestConsole.OpenAsync(_pando, "tiny"))
        {
            await _pando.Client.ResumeAsync("tiny", ct);
            await console.UntilAsync(TinyGuest.Ready);
            await console.TypeAsync("KEPT=still-here; echo noted-$((1+1))\n");
            await console.UntilAsync("noted-2");
        }
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(ct);

        var after = await _pando.Client.GetMachineAsync("tiny", ct);
        Assert.Equal((before.Pid, MachinePhase.Running), (after.Pid, after.State.Phase));
        using var again = await GuestConsole.OpenAsync(_pando, "tiny");
        await again.TypeAsync("echo it is $KEPT\n");
        await again.UntilAsync("it is still-here");
        await _pando.Client.DestroyAsync("tiny", cancellationToken: ct);
        Assert.Empty(_pando.OtherProcesses());
    }

    [Fact]
    public async Task SIGTERM_leaves_guests_running_and_ends_with_0()
    {
        var ct = TestContext.Current.CancellationToken;
        await _pando.Client.DefineAsync(Machines.Empty("stays"), ct);
        var before = await _pando.Client.StartAsync("stays", cancellationToken: ct);
        Assert.Equal(0, await _pando.TerminateDaemonAsync());
        Assert.NotNull(ProcessIdentity.TryOf(before.Pid!.Value));
        await _pando.StartDaemonAsync(ct);
        Assert.Equal(before.Pid, (await _pando.Client.GetMachineAsync("stays", ct)).Pid);
    }

    [Fact]
    public async Task A_transient_machine_is_taken_up_too()
    {
        var ct = TestContext.Current.CancellationToken;
        var before = await _pando.Client.CreateAsync(Machines.Empty("passing"), paused: true, ct);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(ct);
        var after = await _pando.Client.GetMachineAsync("passing", ct);
        Assert.Equal((before.Id, before.Pid, false, MachinePhase.Paused), (after.Id, after.Pid, after.Persistent, after.State.Phase));
    }

    [Fact]
    public async Task A_guest_that_ended_while_no_daemon_ran_leaves_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await _pando.Client.DefineAsync(Machines.Empty("ended"), ct);
        var before = await _pando.Client.StartAsync("ended", cancellationToken: ct);
        await _pando.KillDaemonAsync();
        using (var process = PidFd.Open(before.Pid!.Value))
        {
            process.Signal(9);
            await process.WaitForExitAsync(ct).WaitAsync(Instance.Limit, ct);
        }
        await _pando.StartDaemonAsync(ct);
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.GetMachineAsync("ended", ct)).State.Phase);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_pando.Root, "run", "domains")));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_QEMU_that_hangs_is_taken_up_as_silent_costs_nobody_else_and_can_be_destroyed()
    {
        var ct = TestContext.Current.CancellationToken;
        await _pando.Client.DefineAsync(Machines.Empty("hung"), ct);
        await _pando.Client.DefineAsync(Machines.Empty("well"), ct);
        var hung = await _pando.Client.StartAsync("hung", cancellationToken: ct);
        await _pando.Client.StartAsync("well", cancellationToken: ct);
        await _pando.KillDaemonAsync();
        using var process = PidFd.Open(hung.Pid!.Value);
        process.Signal(19);
        await _pando.StartDaemonAsync(ct);
        Assert.NotNull((await _pando.Client.GetMachineAsync("hung", ct)).State.NotAnsweringSince);
        Assert.Equal(MachinePhase.Paused, (await _pando.Client.SuspendAsync("well", ct)).State.Phase);

        // It comes back to life, and is known again.
        process.Signal(18);
        await _pando.UntilAsync("hung", machine => machine.State.NotAnsweringSince is null);

        process.Signal(19);
        await _pando.UntilAsync("hung", machine => machine.State.NotAnsweringSince is not null);
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.DestroyAsync("hung", cancellationToken: ct)).State.Phase);
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData(null)]
    [InlineData("{\"format\":1,\"xml\":\"<domain type=")]
    public async Task A_guest_whose_record_cannot_be_read_is_never_started_twice_and_can_be_destroyed(string? record)
    {
        var ct = TestContext.Current.CancellationToken;
        var path = Path.Combine(_pando.Root, "lib", "images", "kept.img");
        await File.WriteAllBytesAsync(path, new byte[1 << 20], ct);
        var disk = $"<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='{path}'/><target dev='vda' bus='virtio'/></disk>";
        await _pando.Client.DefineAsync(Machines.Empty("lost", disk), ct);
        await _pando.Client.DefineAsync(Machines.Empty("other", disk), ct);
        var before = await _pando.Client.StartAsync("lost", cancellationToken: ct);
        await _pando.KillDaemonAsync();
        var file = Path.Combine(_pando.Root, "run", "domains", before.Id, "live.json");
        if (record is null)
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllTextAsync(file, record, ct);
        }
        await _pando.StartDaemonAsync(ct);

        Assert.Equal(MachinePhase.Unrecorded, (await _pando.Client.GetMachineAsync("lost", ct)).State.Phase);
        Assert.Contains("record lost", (await _pando.CliAsync("list")).Output, StringComparison.Ordinal);
        var refused = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.StartAsync("lost", cancellationToken: ct))).Problem;
        Assert.Equal(("domain.record-unreadable", 409), (refused.Code, refused.Status));
        Assert.Contains("pando destroy lost", refused.Remedy, StringComparison.Ordinal);
        Assert.Equal([before.Pid!.Value], _pando.OtherProcesses());

        // Its disk is still its own.
        var taken = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.StartAsync("other", cancellationToken: ct))).Problem;
        Assert.Equal(("domain.disk-in-use", "lost"), (taken.Code, taken.Facts!["holder"]));

        Assert.Equal(0, (await _pando.CliAsync("destroy", "lost")).ExitCode);
        Assert.Empty(_pando.OtherProcesses());
        Assert.Equal(MachinePhase.Paused, (await _pando.Client.StartAsync("lost", paused: true, ct)).State.Phase);
    }

    [Fact]
    public async Task A_guest_that_was_never_stored_and_whose_record_is_lost_is_known_by_its_process()
    {
        var ct = TestContext.Current.CancellationToken;
        var before = await _pando.Client.CreateAsync(Machines.Empty("pass,ing"), paused: true, ct);
        await _pando.KillDaemonAsync();
        await File.WriteAllTextAsync(Path.Combine(_pando.Root, "run", "domains", before.Id, "live.json"), "{", ct);
        await _pando.StartDaemonAsync(ct);
        var after = await _pando.Client.GetMachineAsync("pass,ing", ct);
        Assert.Equal((before.Id, MachinePhase.Unrecorded), (after.Id, after.State.Phase));

        // It ends by itself: nothing is left of it.
        using (var process = PidFd.Open(before.Pid!.Value))
        {
            process.Signal(9);
            await process.WaitForExitAsync(ct).WaitAsync(Instance.Limit, ct);
        }
        using var limit = new CancellationTokenSource(Instance.Limit);
        while ((await _pando.Client.ListMachinesAsync(cancellationToken: limit.Token)).Count > 0)
        {
            await Task.Delay(50, limit.Token);
        }
        Assert.Empty(Directory.GetDirectories(Path.Combine(_pando.Root, "run", "domains")));
    }
}
