using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.EndToEnd.Tests.Faults;
using Pando.Linux.Spawn;

namespace Pando.EndToEnd.Tests;

/// <summary>A real QEMU that is stopped by SIGSTOP, at its start and while it runs: it costs its own machine's answers and nothing else.</summary>
[Trait("Speed", "Slow")]
public sealed class HungQemuTests : IAsyncLifetime
{
    private const int SigStop = 19;
    private const int SigCont = 18;

    // Much less than any limit that QEMU is given below: a list that asked it would take those.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(4);

    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var limits = new Dictionary<string, string>
        {
            // QEMU's place is taken by a script that leaves word in the test's folder.
            ["PANDOD_CONFINEMENT_LANDLOCK"] = "no",
            ["PANDOD_CONFINEMENT_MOUNTS"] = "no",
            ["PANDOD_QEMU_START_LIMIT"] = "8s",
            ["PANDOD_QEMU_COMMAND_LIMIT"] = "8s",
            ["PANDOD_QEMU_TERM_LIMIT"] = "1s",
            ["PANDOD_QEMU_HEARTBEAT"] = "500ms",
            ["PANDOD_QEMU_HEARTBEAT_LIMIT"] = "2s",
        };
        _pando = await Instance.StartAsync(environment: limits, cancellationToken: Ct);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_QEMU_that_hangs_during_the_start_is_given_up_within_its_limit_and_leaves_nothing()
    {
        await DefineHangingAsync();
        await _pando.Client.DefineAsync(Machines.Empty("well"), Ct);
        var before = await _pando.TracesAsync();
        var start = _pando.Client.StartAsync("hangs", cancellationToken: Ct);
        await StoppedAsync();

        Assert.Equal(MachinePhase.Starting, (await QuickListAsync()).Single(machine => machine.Name == "hangs").State.Phase);
        await _pando.Client.StartAsync("well", paused: true, Ct);
        await _pando.Client.DestroyAsync("well", cancellationToken: Ct);

        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => start.WaitAsync(Instance.Limit, Ct))).Problem;
        Assert.Equal(("domain.qemu-silent", 504, "greet"), (problem.Code, problem.Status, problem.Step));
        Assert.Equal("QEMU of machine 'hangs' did not answer within 8 s (QMP).", problem.Detail);
        Assert.Null(await _pando.DifferenceAsync(before));
    }

    [Fact]
    public async Task A_start_that_hangs_is_ended_by_a_destroy()
    {
        await DefineHangingAsync();
        var before = await _pando.TracesAsync();
        var start = _pando.Client.StartAsync("hangs", cancellationToken: Ct);
        await StoppedAsync();
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.DestroyAsync("hangs", cancellationToken: Ct)).State.Phase);
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => start.WaitAsync(Instance.Limit, Ct))).Problem;
        Assert.Equal("job.cancelled", problem.Code);
        Assert.Null(await _pando.DifferenceAsync(before));
    }

    [Fact]
    public async Task A_QEMU_that_hangs_during_a_shutdown_is_told_with_its_age_and_ended_by_a_destroy()
    {
        await _pando.Client.DefineAsync(Machines.Empty("hung"), Ct);
        var before = await _pando.TracesAsync();
        using var process = await StartAndStopAsync("hung");
        var asked = _pando.Client.ShutdownAsync("hung", cancellationToken: Ct);
        await QuickListAsync();
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => asked.WaitAsync(Instance.Limit, Ct))).Problem;
        // Found silent by this request, or by the heartbeat a moment before it.
        Assert.Equal((504, true), (problem.Status, problem.Code is "domain.qemu-silent" or "domain.not-answering"));

        await _pando.UntilAsync("hung", machine => machine.State.NotAnsweringSince is not null);
        var listed = Assert.Single(await QuickListAsync()).State;
        Assert.Equal((MachinePhase.Running, true), (listed.Phase, listed.NotAnsweringSince <= listed.LastKnownAt));
        var refused = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.ShutdownAsync("hung", cancellationToken: Ct))).Problem;
        Assert.Equal("domain.not-answering", refused.Code);

        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.DestroyAsync("hung", cancellationToken: Ct)).State.Phase);
        Assert.Null(await _pando.DifferenceAsync(before));
    }

    [Fact]
    public async Task A_destroy_without_force_leaves_a_QEMU_that_hangs_and_says_so()
    {
        await _pando.Client.DefineAsync(Machines.Empty("hung"), Ct);
        using var process = await StartAndStopAsync("hung");
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.DestroyAsync("hung", graceful: true, Ct))).Problem;
        Assert.Equal("domain.will-not-die", problem.Code);
        Assert.Contains("'hung'", problem.Detail, StringComparison.Ordinal);
        Assert.Contains((await QuickListAsync()).Select(machine => machine.State.Phase), phase => phase != MachinePhase.ShutOff);
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.DestroyAsync("hung", cancellationToken: Ct)).State.Phase);
        Assert.Empty(_pando.OtherProcesses());
    }

    [Fact]
    public async Task A_list_with_a_QEMU_that_hangs_is_quick_and_says_since_when()
    {
        await _pando.Client.DefineAsync(Machines.Empty("hung"), Ct);
        using var process = await StartAndStopAsync("hung");
        await _pando.UntilAsync("hung", machine => machine.State.NotAnsweringSince is not null);
        var told = await _pando.CliAsync("list").WaitAsync(Instance.Limit, Ct);
        Assert.Equal(0, told.ExitCode);
        Assert.Contains("not answering since", told.Output, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(await QuickListAsync()).State.NotAnsweringSince);
        process.Signal(SigCont);
        await _pando.UntilAsync("hung", machine => machine.State.NotAnsweringSince is null);
    }

    private Task<IReadOnlyList<MachineSummary>> QuickListAsync() => _pando.Client.ListMachinesAsync(cancellationToken: Ct).WaitAsync(Quick, Ct);

    /// <summary>A QEMU that answers when its capabilities are asked for, and stops before its first word when it is to run a machine.</summary>
    private async Task DefineHangingAsync()
    {
        var program = Path.Combine(_pando.Root, "qemu");
        await File.WriteAllTextAsync(program, $"""
            #!/bin/sh
            case " $* " in *" guest=hangs,"*) echo $$ > {StoppedPid}; kill -STOP $$;; esac
            exec /usr/bin/qemu-system-x86_64 "$@"

            """, Ct);
        File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
        await File.WriteAllTextAsync(StoppedPid, "", Ct);
        File.SetUnixFileMode(StoppedPid, (UnixFileMode)0x1b6);
        await _pando.Client.DefineAsync(Machines.Empty("hangs", $"<emulator>{program}</emulator>"), Ct);
    }

    private string StoppedPid => Path.Combine(_pando.Root, "stopped-pid");

    /// <summary>Waits until the process stands still: state T of proc(5).</summary>
    private async Task StoppedAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Instance.Limit);
        while (!IsStopped((await File.ReadAllTextAsync(StoppedPid, limit.Token)).Trim()))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static bool IsStopped(string pid)
    {
        var status = $"/proc/{pid}/status";
        return pid.Length > 0 && File.Exists(status) && File.ReadLines(status).Any(line => line.StartsWith("State:\tT", StringComparison.Ordinal));
    }

    private async Task<PidFd> StartAndStopAsync(string name)
    {
        var machine = await _pando.Client.StartAsync(name, cancellationToken: Ct);
        var process = PidFd.Open(machine.Pid!.Value);
        process.Signal(SigStop);
        return process;
    }
}
