using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Saving;

namespace Pando.EndToEnd.Tests;

/// <summary>No room for a machine's memory: one clear error, nothing left, and the guest runs on.</summary>
[Trait("Speed", "Slow")]
public sealed class FullDiskSaveTests : IAsyncLifetime
{
    private const string Name = "counter";
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Managed => Path.Combine(_pando.Root, "lib", "save");

    private string Other => Path.Combine(_pando.Root, "other");

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_machine_that_does_not_fit_runs_on()
    {
        // The guest's memory holds 48 MiB that no program packs.
        await using var managed = await SmallDisk.MountAsync(Managed, 16);
        await using var other = await SmallDisk.MountAsync(Other, 16);
        var guest = await CountingGuest.StartAsync(_pando, Name);
        var file = Path.Combine(Other, "counter.save");

        await RefusedAsync(guest, () => _pando.Client.SaveAsync(Name, new SaveRequest { Path = file }, Ct), file);
        await RefusedAsync(guest, () => _pando.Client.SaveAsync(Name, new SaveRequest { Path = file, Format = "zstd" }, Ct), file);
        await RefusedAsync(guest, () => _pando.Client.SaveAsync(Name, new SaveRequest(), Ct), Managed);
        await RefusedAsync(guest, () => _pando.Client.DumpAsync(Name, new DumpRequest { Path = file, MemoryOnly = true }, Ct), file);
        await RefusedAsync(guest, () => _pando.Client.DumpAsync(Name, new DumpRequest { Path = file, Format = "gzip" }, Ct), file);

        await managed.ResizeAsync(400);
        await _pando.Client.SaveAsync(Name, new SaveRequest(), Ct);
        await _pando.Client.StartAsync(Name, cancellationToken: Ct);
        await guest.GoesOnAsync();
    }

    private async Task RefusedAsync(CountingGuest guest, Func<Task> write, string path)
    {
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(write)).Problem;
        Assert.Equal(("save.disk-full", 507, ProblemKind.Exhausted), (problem.Code, problem.Status, problem.Kind));
        Assert.Contains(path, problem.Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Managed));
        Assert.Empty(Directory.GetFileSystemEntries(Other));
        var machine = await _pando.Client.GetMachineAsync(Name, Ct);
        Assert.Equal((MachinePhase.Running, false), (machine.State.Phase, machine.ManagedSave));
        await guest.GoesOnAsync();
    }
}
