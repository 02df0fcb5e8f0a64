using Pando.Domains.Tests.Machines;
using Pando.Jobs;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Jobs;

namespace Pando.Domains.Tests.Saving;

/// <summary>A QEMU that misbehaves while a machine is saved, restored or dumped: the machine goes on, and nothing is left.</summary>
public class SaveFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_goes_through_a_file_and_back()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""));
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id);
        var job = engine.Jobs.List().First(job => job.Kind == "machine.save");
        Assert.Equal((JobPhase.Done, engine.SavePath()), (job.Phase, job.Result["path"]));
        Assert.Equal((DomainPhase.Running, DomainPhaseReason.Restored), (await engine.RestoreAsync()).State is var state ? (state.Phase, state.Reason) : default);
    }

    [Theory]
    [InlineData("migration-fails the moon is not migratable", "save.failed", "the moon is not migratable")]
    [InlineData("refuse migrate GenericError State blocked by the moon", "domain.qemu-refused", "State blocked by the moon")]
    [InlineData("refuse stop GenericError not in the mood", "domain.qemu-refused", "not in the mood")]
    [InlineData("refuse getfd GenericError no such thing", "domain.qemu-refused", "no such thing")]
    public async Task A_save_that_QEMU_refuses_leaves_the_machine_running(string script, string code, string words)
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(script));
        var running = await engine.RunningAsync();
        var failure = await Assert.ThrowsAsync<PeerException>(() => engine.SaveAsync(running.Id));
        Assert.Equal(code, failure.Code.Name);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        AssertAsBefore(engine, DomainPhase.Running);
    }

    [Fact]
    public async Task A_QEMU_that_dies_in_the_middle_is_told_and_leaves_no_half_file()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted("exit-on migrate 1 out of moons"));
        var running = await engine.RunningAsync();
        var failure = await Assert.ThrowsAnyAsync<PandoException>(() => engine.SaveAsync(running.Id));
        Assert.Equal(ErrorCodes.Domain.QemuLost, failure.Code);
        await engine.UntilAsync(view => view.State.Phase == DomainPhase.Off);
        Assert.Empty(engine.Halves());
        Assert.False(File.Exists(engine.SavePath()));
    }

    [Fact]
    public async Task A_cancelled_save_leaves_the_machine_running()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted("migration-stalls"));
        var running = await engine.RunningAsync();
        var task = engine.Domains.Request(running.Id, new SaveRequest(new SaveOrder()), Caller.Daemon);
        var job = await task.Job.WaitAsync(Engine.Limit, Ct);
        await engine.UntilAsync(_ => engine.Domains.RunningJob(running.Id)?.Progress is { Step: "write-memory", Unit: "bytes", Total: 1 << 20 });
        Assert.Equal((DomainPhase.Paused, DomainPhaseReason.Saving), engine.Domains.Get("one").State is var state ? (state.Phase, state.Reason) : default);
        var busy = Assert.Throws<CallerException>(() => engine.Domains.Request(running.Id, new ResumeRequest(), Caller.Daemon));
        Assert.Equal(ErrorCodes.Save.Busy, busy.Code);
        job!.Cancel();
        Assert.Equal(ErrorCodes.Job.Cancelled, (await Assert.ThrowsAsync<CallerException>(() => task.Completion.WaitAsync(Engine.Limit))).Code);
        AssertAsBefore(engine, DomainPhase.Running);
        Assert.False(engine.Domains.Get("one").ManagedSave);
    }

    [Fact]
    public async Task A_save_that_the_daemon_leaves_in_the_middle_is_ended_by_the_next_one()
    {
        var settings = Engine.Scripted("migration-stalls");
        var before = await Engine.OpenAsync(qemu: settings);
        var running = await before.RunningAsync();
        await File.WriteAllTextAsync(before.SavePath(), "precious", Ct);
        before.Domains.Request(running.Id, new SaveRequest(new SaveOrder { Path = before.SavePath() }), Caller.Daemon);
        await before.UntilAsync(_ => before.Domains.RunningJob(running.Id)?.Progress is { Step: "write-memory", Unit: "bytes", Total: 1 << 20 });
        Assert.Single(before.Halves());
        await before.CloseAsync();

        // QEMU writes the file itself: nothing but the next daemon ends it.
        await using var engine = await Engine.OpenAsync(before.Root, settings);
        await engine.UntilAsync(view => view.State.Phase == DomainPhase.Running);
        AssertAsBefore(engine, DomainPhase.Running);
        Assert.Equal("precious", await File.ReadAllTextAsync(engine.SavePath(), Ct));
        var status = await engine.Domains.Driver(running.Id).Guest!.ExecuteAsync(new Qmp.QueryMigrate(), null, Ct);
        Assert.Equal("cancelled", status.Status);
    }

    [Fact]
    public async Task A_QEMU_that_takes_files_by_their_own_address_is_given_them_so()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted("migration-takes-files"));
        var running = await engine.RunningAsync();
        await engine.DoAsync(running.Id, new DumpRequest(new DumpOrder { Path = Path.Combine(engine.Root, "one.core") }));
        Assert.Empty(await engine.Domains.Driver(running.Id).Guest!.ExecuteAsync(new Qmp.QueryFdsets(), null, Ct));
        await engine.SaveAsync(running.Id);
        Assert.Equal(DomainPhaseReason.Restored, (await engine.RestoreAsync()).State.Reason);
        await engine.SaveAsync(running.Id, new SaveOrder { Path = engine.SavePath(), BypassCache = true });
        Assert.Equal(DomainPhaseReason.Restored, (await engine.RestoreAsync(new RestoreOrder { Path = engine.SavePath(), BypassCache = true })).State.Reason);
    }

    [Fact]
    public async Task A_QEMU_that_changes_the_definition_in_its_file_changes_nothing()
    {
        var strike = new At("machine.save", "end-process", JobMoment.BeforeDo);
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""), faults: strike);
        var running = await engine.RunningAsync();
        // It has the file open until it ends, and may write where it likes.
        strike.Act = () =>
        {
            using var file = File.OpenHandle(engine.SavePath(), FileMode.Open, FileAccess.Write);
            RandomAccess.Write(file, "<domain type='qemu'><name>other"u8, 92);
        };
        await engine.SaveAsync(running.Id);
        Assert.Equal("one", (await engine.Domains.SavedDefinitionAsync(engine.SavePath())).Name);
        Assert.Equal(DomainPhaseReason.Restored, (await engine.RestoreAsync()).State.Reason);
    }

    [Fact]
    public async Task A_paused_machine_stays_paused_when_its_save_is_cancelled()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted("migration-stalls"));
        var paused = await engine.RunningAsync(paused: true);
        var task = engine.Domains.Request(paused.Id, new SaveRequest(new SaveOrder()), Caller.Daemon);
        await engine.UntilAsync(_ => engine.Domains.RunningJob(paused.Id)?.Progress.Step == "write-memory");
        (await task.Job.WaitAsync(Engine.Limit, Ct))!.Cancel();
        await Assert.ThrowsAsync<CallerException>(() => task.Completion.WaitAsync(Engine.Limit));
        AssertAsBefore(engine, DomainPhase.Paused);
    }

    [Fact]
    public async Task A_destroy_overtakes_a_save()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted("migration-stalls"));
        var running = await engine.RunningAsync();
        var task = engine.Domains.Request(running.Id, new SaveRequest(new SaveOrder()), Caller.Daemon);
        await engine.UntilAsync(_ => engine.Domains.RunningJob(running.Id)?.Progress.Step == "write-memory");
        var off = await engine.DoAsync(running.Id, new DestroyRequest());
        Assert.Equal((DomainPhase.Off, false), (off.State.Phase, off.ManagedSave));
        await Assert.ThrowsAsync<CallerException>(() => task.Completion.WaitAsync(Engine.Limit));
        Assert.Empty(engine.Halves());
    }

    [Fact]
    public async Task A_file_that_cannot_be_made_is_refused_and_the_machine_never_stops()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""));
        var running = await engine.RunningAsync();
        foreach (var path in new[] { "/nowhere/at/all.save", "relative.save", "/proc/self/one.save", engine.Root, "/dev/full" })
        {
            var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.SaveAsync(running.Id, new SaveOrder { Path = path }));
            Assert.Equal(ErrorCodes.Save.Unwritable, refusal.Code);
            AssertAsBefore(engine, DomainPhase.Running);
        }
    }

    [Fact]
    public async Task An_old_file_of_the_name_stays_until_the_new_one_is_whole()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted("migration-fails no"));
        var running = await engine.RunningAsync();
        await File.WriteAllTextAsync(engine.SavePath(), "precious", Ct);
        await Assert.ThrowsAsync<PeerException>(() => engine.SaveAsync(running.Id));
        Assert.Equal("precious", await File.ReadAllTextAsync(engine.SavePath(), Ct));
    }

    [Fact]
    public async Task A_restore_that_QEMU_cannot_read_says_its_words_and_leaves_the_file()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted("incoming-fails load of migration failed: Moon"));
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id);
        var failure = await Assert.ThrowsAsync<PeerException>(() => engine.RestoreAsync());
        Assert.Equal(ErrorCodes.Save.LoadFailed, failure.Code);
        Assert.Contains("load of migration failed: Moon", failure.Message, StringComparison.Ordinal);
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("one").State.Phase);
        Assert.True(File.Exists(engine.SavePath()));
    }

    [Fact]
    public async Task A_dump_leaves_the_guest_as_it_was()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""));
        var running = await engine.RunningAsync();
        var path = Path.Combine(engine.Root, "one.core");
        var after = await engine.DoAsync(running.Id, new DumpRequest(new DumpOrder { Path = path, MemoryOnly = true }));
        Assert.Equal(DomainPhase.Running, after.State.Phase);
        Assert.StartsWith("\u007fELF", await File.ReadAllTextAsync(path, Ct), StringComparison.Ordinal);
        await engine.DoAsync(running.Id, new DumpRequest(new DumpOrder { Path = path }));
        Assert.StartsWith("QEVM", await File.ReadAllTextAsync(path, Ct), StringComparison.Ordinal);
        AssertAsBefore(engine, DomainPhase.Running);
        await engine.DoAsync(running.Id, new DumpRequest(new DumpOrder { Path = path, Live = true, MemoryOnly = true, Format = "kdump-zlib" }));
        AssertAsBefore(engine, DomainPhase.Running);
        Assert.Equal(DomainPhase.Running, (await engine.DoAsync(running.Id, new DumpRequest(new DumpOrder { Path = path, Reset = true }))).State.Phase);
        var off = await engine.DoAsync(running.Id, new DumpRequest(new DumpOrder { Path = path, Crash = true }));
        Assert.Equal((DomainPhase.Off, DomainPhaseReason.Crashed), (off.State.Phase, off.State.Reason));
    }

    [Fact]
    public async Task A_dump_in_a_format_that_QEMU_lacks_is_refused_and_leaves_nothing()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""));
        var running = await engine.RunningAsync();
        var path = Path.Combine(engine.Root, "one.core");
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.DoAsync(running.Id, new DumpRequest(new DumpOrder { Path = path, MemoryOnly = true, Format = "win-dmp" })));
        Assert.Equal(ErrorCodes.Save.DumpFormat, refusal.Code);
        Assert.Contains("elf, kdump-zlib", refusal.Message, StringComparison.Ordinal);
        AssertAsBefore(engine, DomainPhase.Running);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_cancelled_dump_ends_and_the_guest_runs_on()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted("dump-stalls"));
        var running = await engine.RunningAsync();
        var path = Path.Combine(engine.Root, "one.core");
        var task = engine.Domains.Request(running.Id, new DumpRequest(new DumpOrder { Path = path, MemoryOnly = true }), Caller.Daemon);
        await engine.UntilAsync(_ => engine.Domains.RunningJob(running.Id)?.Progress is { Step: "dump-memory", Unit: "bytes" });
        (await task.Job.WaitAsync(Engine.Limit, Ct))!.Cancel();
        await Assert.ThrowsAsync<CallerException>(() => task.Completion.WaitAsync(Engine.Limit));
        AssertAsBefore(engine, DomainPhase.Running);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("coredump-destroy", DomainPhase.Off)]
    [InlineData("coredump-restart", DomainPhase.Running)]
    public async Task A_guest_that_panics_leaves_its_memory_where_the_definition_says_so(string action, DomainPhase afterwards)
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""));
        var xml = Definitions.Empty("one").Replace("<devices>", $"<on_crash>{action}</on_crash><devices>", StringComparison.Ordinal);
        var view = await engine.Domains.DefineAsync(xml, null, Caller.Daemon);
        var running = await engine.DoAsync(view.Id, new StartRequest());
        const int hangUp = 1;
        using (var process = Linux.Spawn.PidFd.Open(running.Live!.Process.Pid))
        {
            process.Signal(hangUp);
        }
        await engine.UntilAsync(one => one.State.Phase == afterwards && Dumps(engine).Length == 1);
        Assert.StartsWith("\u007fELF", await File.ReadAllTextAsync(Dumps(engine)[0], Ct), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(engine.Paths.Dumps));
    }

    [Theory]
    [InlineData("begin-file")]
    [InlineData("stop-guest")]
    [InlineData("write-memory")]
    [InlineData("publish-file")]
    public async Task A_save_that_fails_at_a_step_is_undone(string step)
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""), faults: new FailsAfter("machine.save", step));
        var running = await engine.RunningAsync();
        await Assert.ThrowsAsync<MachineryException>(() => engine.SaveAsync(running.Id));
        AssertAsBefore(engine, DomainPhase.Running);
        Assert.False(File.Exists(engine.SavePath()));
    }

    [Fact]
    public async Task A_paused_machine_whose_last_byte_was_written_is_told_to_take_its_disks_back()
    {
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""), faults: new FailsAfter("machine.save", "publish-file"));
        var paused = await engine.RunningAsync(paused: true);
        var failure = await Assert.ThrowsAsync<PeerException>(() => engine.SaveAsync(paused.Id));
        Assert.Equal(ErrorCodes.Save.HandedOver, failure.Code);
        AssertAsBefore(engine, DomainPhase.Paused);
        Assert.Equal(DomainPhase.Running, (await engine.DoAsync(paused.Id, new ResumeRequest())).State.Phase);
    }

    [Theory]
    [InlineData("check-disks")]
    [InlineData("load-memory")]
    public async Task A_start_from_a_managed_save_that_fails_keeps_the_save(string step)
    {
        var faults = new FailsAfter("machine.load", step);
        await using var engine = await Engine.OpenAsync(qemu: Engine.Scripted(""), faults: faults);
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id, new SaveOrder());
        await Assert.ThrowsAsync<MachineryException>(() => engine.DoAsync(running.Id, new StartRequest()));
        Assert.True(File.Exists(engine.Paths.ManagedSave(running.Id)));
        Assert.True(engine.Domains.Get("one").ManagedSave);
        faults.Enough = true;
        Assert.Equal(DomainPhaseReason.Restored, (await engine.DoAsync(running.Id, new StartRequest())).State.Reason);
    }

    private static string[] Dumps(Engine engine) => Directory.Exists(engine.Paths.Dumps) ? Directory.GetFiles(engine.Paths.Dumps, "*.core") : [];

    private static void AssertAsBefore(Engine engine, DomainPhase phase)
    {
        Assert.Equal(phase, engine.Domains.Get("one").State.Phase);
        Assert.Empty(engine.Halves());
        Assert.DoesNotContain(engine.Jobs.List(), job => job.Phase == JobPhase.Stuck);
    }

    private sealed class At(string kind, string step, JobMoment moment) : IJobFaults
    {
        public Action Act { get; set; } = static () => { };

        public void Strike(string kindNow, string stepNow, JobMoment momentNow)
        {
            if ((kindNow, stepNow, momentNow) == (kind, step, moment))
            {
                Act();
            }
        }
    }

    private sealed class FailsAfter(string kind, string step) : IJobFaults
    {
        public bool Enough { get; set; }

        public void Strike(string kindNow, string stepNow, JobMoment moment)
        {
            if (!Enough && moment == JobMoment.AfterDo && kindNow == kind && stepNow == step)
            {
                throw new InvalidOperationException("Ordered.");
            }
        }
    }
}
