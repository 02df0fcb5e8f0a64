using Pando.Api.Jobs;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Saving;
using Pando.EndToEnd.Tests.Faults;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>One guest that counts, through everything that writes its memory into a file: it goes on from where it was.</summary>
[Trait("Speed", "Slow")]
public sealed class SaveAndRestoreTests : IAsyncLifetime
{
    private const string Name = "counter";
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_pando.Root, "counter.save");

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_guest_that_counts_goes_on_counting()
    {
        var guest = await CountingGuest.StartAsync(_pando, Name, "<cpu mode='host-model'/>");
        var processor = await ProcessorAsync();
        Assert.StartsWith("<cpu mode='custom' match='exact' check='full'>", processor, StringComparison.Ordinal);

        await SavedAndRestoredAsync(guest);
        Assert.Equal(processor, await ProcessorAsync());
        await SavedAndStartedAsync(guest);
        await SavedAndStartedByAnotherDaemonAsync(guest);
        await DumpedAsync(guest);
        await CancelledAsync(guest);
        await KilledInTheMiddleAsync(guest);
        await KilledWhileQemuWritesAsync(guest);
        await ResetAsync(guest);
        await CutAsync();
    }

    /// <summary>The one that the guest has; what is stored leaves it to the host.</summary>
    private async Task<string> ProcessorAsync()
    {
        Assert.Contains("host-model", (await _pando.Client.GetXmlAsync(Name, inactive: true, cancellationToken: Ct)).Xml, StringComparison.Ordinal);
        var live = (await _pando.Client.GetXmlAsync(Name, cancellationToken: Ct)).Xml.Replace('"', '\'');
        return live[live.IndexOf("<cpu ", StringComparison.Ordinal)..live.IndexOf("</cpu>", StringComparison.Ordinal)];
    }

    private async Task SavedAndRestoredAsync(CountingGuest guest)
    {
        var saved = await _pando.Client.SaveAsync(Name, new SaveRequest { Path = File }, Ct);
        Assert.Equal((MachinePhase.ShutOff, "saved"), (saved.State.Phase, saved.State.Reason));
        Assert.Empty(_pando.OtherProcesses());
        var restored = await _pando.Client.RestoreSavedAsync(new RestoreSavedRequest { Path = File }, Ct);
        Assert.Equal((MachinePhase.Running, "restored"), (restored.State.Phase, restored.State.Reason));
        await guest.GoesOnAsync();
        var problem = await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.RestoreSavedAsync(new RestoreSavedRequest { Path = File }, Ct));
        Assert.Equal("domain.already-running", problem.Problem.Code);
    }

    private async Task SavedAndStartedAsync(CountingGuest guest)
    {
        await _pando.Client.SaveAsync(Name, new SaveRequest { Format = "zstd" }, Ct);
        Assert.True((await _pando.Client.ListMachinesAsync(cancellationToken: Ct)).Single().ManagedSave);
        await _pando.Client.StartAsync(Name, cancellationToken: Ct);
        await guest.GoesOnAsync();
    }

    private async Task SavedAndStartedByAnotherDaemonAsync(CountingGuest guest)
    {
        await _pando.Client.SaveAsync(Name, new SaveRequest(), Ct);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        var off = await _pando.Client.GetMachineAsync(Name, Ct);
        Assert.Equal((MachinePhase.ShutOff, true), (off.State.Phase, off.ManagedSave));
        await _pando.Client.StartAsync(Name, cancellationToken: Ct);
        await guest.GoesOnAsync();
    }

    private async Task DumpedAsync(CountingGuest guest)
    {
        var core = Path.Combine(_pando.Root, "counter.core");
        foreach (var request in new[]
        {
            new DumpRequest { Path = core, MemoryOnly = true },
            new DumpRequest { Path = core, MemoryOnly = true, Format = "kdump-zlib" },
            new DumpRequest { Path = core, Format = "gzip" },
        })
        {
            var after = await _pando.Client.DumpAsync(Name, request, Ct);
            Assert.Equal(MachinePhase.Running, after.State.Phase);
            Assert.True(new FileInfo(core).Length > 1 << 20);
            await guest.GoesOnAsync();
        }
    }

    private async Task CancelledAsync(CountingGuest guest)
    {
        var job = await SlowSaveAsync();
        var seen = await _pando.Client.GetMachineJobAsync(Name, Ct);
        Assert.Equal(("bounded", "machine.save", job.Id), (seen.Type, seen.Operation, seen.Job));
        await _pando.Client.AbortMachineJobAsync(Name, Ct);
        while (!job.HasEnded)
        {
            job = await _pando.Client.GetJobAsync(job.Id, TimeSpan.FromSeconds(30), Ct);
        }
        Assert.Equal(JobPhase.Cancelled, job.Phase);
        await guest.GoesOnAsync();
        AssertNoHalves();
        Assert.Equal("none", (await _pando.Client.GetMachineJobAsync(Name, Ct)).Type);
    }

    private async Task KilledInTheMiddleAsync(CountingGuest guest)
    {
        await SlowSaveAsync();
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        await _pando.UntilAsync(Name, machine => machine is { State.Phase: MachinePhase.Running, ManagedSave: false });
        await guest.GoesOnAsync();
        AssertNoHalves();
    }

    /// <summary>QEMU goes on writing the file without a daemon. However far the two were: either it runs on, or all of it is in its file.</summary>
    private async Task KilledWhileQemuWritesAsync(CountingGuest guest)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Instance.Limit);
        var saving = FaultyInstance.FailureOfAsync(() => _pando.Client.SaveAsync(Name, new SaveRequest { Path = File }, Ct));
        while (!saving.IsCompleted && Directory.GetFiles(_pando.Root, ".counter.save.*.part").Length == 0)
        {
            await Task.Delay(1, limit.Token);
        }
        await _pando.KillDaemonAsync();
        await saving;
        await _pando.StartDaemonAsync(Ct);
        if ((await _pando.Client.GetMachineAsync(Name, Ct)).State.Phase == MachinePhase.ShutOff)
        {
            await _pando.Client.RestoreSavedAsync(new RestoreSavedRequest { Path = File }, Ct);
        }
        await _pando.UntilAsync(Name, machine => machine is { State.Phase: MachinePhase.Running });
        await guest.GoesOnAsync();
        AssertNoHalves();
    }

    private async Task ResetAsync(CountingGuest guest)
    {
        using (var console = await GuestConsole.OpenAsync(_pando, Name))
        {
            await _pando.Client.ResetAsync(Name, Ct);
            await console.UntilAsync(TinyGuest.Ready);
            await guest.CountAsync(console);
        }
        await SavedAndRestoredAsync(guest);
    }

    private async Task CutAsync()
    {
        await _pando.Client.SaveAsync(Name, new SaveRequest { Path = File }, Ct);
        await using (var file = System.IO.File.OpenWrite(File))
        {
            file.SetLength(file.Length / 2);
        }
        var problem = await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.RestoreSavedAsync(new RestoreSavedRequest { Path = File }, Ct));
        Assert.Equal("save.damaged", problem.Problem.Code);
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.GetMachineAsync(Name, Ct)).State.Phase);
        Assert.Empty(_pando.OtherProcesses());
    }

    /// <summary>A save that packs what cannot be packed, and is in the middle of it.</summary>
    private async Task<Job> SlowSaveAsync()
    {
        var job = await _pando.Client.StartSaveAsync(Name, new SaveRequest { Format = "xz" }, Ct);
        using var limit = new CancellationTokenSource(Instance.Limit);
        while (job.Progress is not { Step: "write-memory", Done: > 0 })
        {
            Assert.False(job.HasEnded);
            job = await _pando.Client.GetJobAsync(job.Id, TimeSpan.FromMilliseconds(50), limit.Token);
        }
        return job;
    }

    private void AssertNoHalves() => Assert.Empty(Directory.GetFiles(_pando.Root, "*.part", SearchOption.AllDirectories));
}
