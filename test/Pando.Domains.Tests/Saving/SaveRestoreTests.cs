using Pando.Domains.Saving.Format;
using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Domains.Tests.Saving;

/// <summary>Machines saved and brought back by the installed QEMU; their guests are the firmware only.</summary>
[Trait("Speed", "Slow")]
public class SaveRestoreTests
{
    [Theory]
    [InlineData(SaveCompression.Raw, false)]
    [InlineData(SaveCompression.Raw, true)]
    [InlineData(SaveCompression.Gzip, false)]
    [InlineData(SaveCompression.Zstd, true)]
    public async Task A_machine_comes_back_as_it_was(SaveCompression compression, bool bypassCache)
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        var saved = await engine.SaveAsync(running.Id, new SaveOrder { Path = engine.SavePath(), Compression = compression, BypassCache = bypassCache });
        Assert.Equal((DomainPhase.Off, DomainPhaseReason.Saved), (saved.State.Phase, saved.State.Reason));
        var restored = await engine.RestoreAsync(new RestoreOrder { Path = engine.SavePath(), BypassCache = bypassCache });
        Assert.Equal((DomainPhase.Running, DomainPhaseReason.Restored), (restored.State.Phase, restored.State.Reason));
        Assert.Equal(WithoutTerminals(running.Live!.Definition), WithoutTerminals(restored.Live!.Definition));
        Assert.True(File.Exists(engine.SavePath()));
        Assert.Empty(engine.Halves());
    }

    [Fact]
    public async Task A_paused_machine_comes_back_paused_unless_told_otherwise()
    {
        await using var engine = await Engine.OpenAsync();
        var paused = await engine.RunningAsync(paused: true);
        await engine.SaveAsync(paused.Id);
        Assert.Equal(DomainPhase.Paused, (await engine.RestoreAsync()).State.Phase);
        await engine.DoAsync(paused.Id, new DestroyRequest());
        Assert.Equal(DomainPhase.Running, (await engine.RestoreAsync(new RestoreOrder { Path = engine.SavePath(), Running = true })).State.Phase);
    }

    [Fact]
    public async Task A_managed_save_is_what_the_next_start_goes_on_from()
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        var saved = await engine.SaveAsync(running.Id, new SaveOrder());
        Assert.True(saved.ManagedSave);
        var file = engine.Paths.ManagedSave(running.Id);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal("one", (await engine.Domains.ManagedSaveDefinitionAsync(running.Id)).Name);

        var started = await engine.DoAsync(running.Id, new StartRequest());
        Assert.Equal((DomainPhase.Running, DomainPhaseReason.Restored, false), (started.State.Phase, started.State.Reason, started.ManagedSave));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_managed_save_keeps_its_machine_from_being_undefined_unless_it_goes_along()
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id, new SaveOrder());
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.DoAsync(running.Id, new UndefineRequest()));
        Assert.Equal(ErrorCodes.Save.HasManaged, refusal.Code);
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("one").State.Phase);

        await engine.DoAsync(running.Id, new UndefineRequest { ManagedSave = true });
        Assert.False(File.Exists(engine.Paths.ManagedSave(running.Id)));
        var back = await (await engine.Domains.RestoreAsync("one", null, Caller.Daemon)).Completion.WaitAsync(Engine.Limit);
        Assert.True(back.ManagedSave);
        Assert.Equal(DomainPhaseReason.Restored, (await engine.DoAsync(running.Id, new StartRequest())).State.Reason);
    }

    [Fact]
    public async Task A_damaged_managed_save_is_refused_and_discarded_only_when_told()
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id, new SaveOrder());
        await CutAsync(engine.Paths.ManagedSave(running.Id), 1000);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.DoAsync(running.Id, new StartRequest()));
        Assert.Equal(ErrorCodes.Save.ManagedDamaged, refusal.Code);
        Assert.Contains("--force-boot", refusal.Remedy(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

        var booted = await engine.DoAsync(running.Id, new StartRequest { ForceBoot = true });
        Assert.Equal((DomainPhaseReason.Booted, false), (booted.State.Reason, booted.ManagedSave));
    }

    [Fact]
    public async Task A_managed_save_can_be_dropped_and_changed()
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        Assert.Equal(ErrorCodes.Domain.StillRunning, Assert.Throws<CallerException>(() => engine.Domains.Request(running.Id, new DropSaveRequest(), Caller.Daemon)).Code);
        await engine.SaveAsync(running.Id, new SaveOrder());
        var xml = DomainXml.Write(await engine.Domains.ManagedSaveDefinitionAsync(running.Id));
        await engine.Domains.RedefineManagedSaveAsync(running.Id, xml.Replace("<memory", "<title>Saved</title><memory", StringComparison.Ordinal), running: false, Caller.Daemon);
        Assert.Equal("Saved", (await engine.Domains.ManagedSaveDefinitionAsync(running.Id)).Title);
        Assert.Single(Directory.GetFiles(engine.Paths.ManagedSaves));
        Assert.Equal(DomainPhase.Paused, (await engine.DoAsync(running.Id, new StartRequest())).State.Phase);
        await engine.SaveAsync(running.Id, new SaveOrder());
        Assert.False((await engine.DoAsync(running.Id, new DropSaveRequest())).ManagedSave);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.DoAsync(running.Id, new DropSaveRequest()));
        Assert.Equal(ErrorCodes.Save.NoManaged, refusal.Code);
    }

    [Fact]
    public async Task Another_definition_is_taken_where_the_guest_notices_nothing()
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        var xml = DomainXml.Write(running.Live!.Definition);
        var other = xml.Replace("<memory", "<description>kept</description><memory", StringComparison.Ordinal);
        await (await engine.Domains.SaveAsync(running.Id, new SaveOrder { Path = engine.SavePath(), Xml = other }, Caller.Daemon)).Completion.WaitAsync(Engine.Limit);
        Assert.Equal("kept", (await engine.Domains.SavedDefinitionAsync(engine.SavePath())).Description);

        var larger = xml.Replace(">65536<", ">131072<", StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.RestoreAsync(new RestoreOrder { Path = engine.SavePath(), Xml = larger }));
        Assert.Equal(ErrorCodes.Save.Incompatible, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact is { Name: "at", Value: "/domain/memory" });
        Assert.Equal(ErrorCodes.Save.Incompatible, (await Assert.ThrowsAsync<CallerException>(
            () => engine.Domains.RedefineSavedAsync(engine.SavePath(), larger, null, Caller.Daemon))).Code);
        Assert.Equal(DomainPhase.Running, (await engine.RestoreAsync(new RestoreOrder { Path = engine.SavePath(), Xml = xml })).State.Phase);
    }

    [Fact]
    public async Task A_disk_that_changed_meanwhile_refuses_unless_forced()
    {
        await using var engine = await Engine.OpenAsync();
        var disk = Path.Combine(engine.Paths.DefaultPool, "one.img");
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], TestContext.Current.CancellationToken);
        var running = await engine.RunningAsync(extra: Definitions.Disk(disk, format: "raw"));
        await engine.SaveAsync(running.Id);
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.RestoreAsync());
        Assert.Equal(ErrorCodes.Save.Stale, refusal.Code);
        Assert.Contains(disk, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(DomainPhase.Running, (await engine.RestoreAsync(new RestoreOrder { Path = engine.SavePath(), Force = true })).State.Phase);
    }

    [Fact]
    public async Task A_restore_while_it_runs_is_refused()
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id);
        await engine.RestoreAsync();
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.RestoreAsync());
        Assert.Equal(ErrorCodes.Domain.AlreadyRunning, refusal.Code);
    }

    [Fact]
    public async Task A_machine_that_is_stored_nowhere_comes_back_as_a_transient_one()
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id);
        await engine.DoAsync(running.Id, new UndefineRequest());
        var restored = await engine.RestoreAsync();
        Assert.Equal((DomainPhase.Running, false), (restored.State.Phase, restored.Persistent));
        await engine.DoAsync(restored.Id, new DestroyRequest());
        var other = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.RestoreAsync());
        Assert.Equal((ErrorCodes.Domain.NameTaken, true), (refusal.Code, other.Id != restored.Id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_file_cut_short_is_refused_before_anything_is_started(int bytes)
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id);
        await CutAsync(engine.SavePath(), bytes);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.RestoreAsync());
        Assert.Equal(ErrorCodes.Save.Damaged, refusal.Code);
        Assert.DoesNotContain(engine.Jobs.List(), job => job.Kind == "machine.load");
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("one").State.Phase);
    }

    [Fact]
    public async Task A_byte_that_changed_is_found_before_the_guest_runs()
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id);
        using (var file = File.OpenHandle(engine.SavePath(), FileMode.Open, FileAccess.ReadWrite))
        {
            // Deep in the guest's memory, where QEMU takes anything.
            var start = SaveImage.Read(file, engine.SavePath()).StreamOffset;
            var at = start + ((RandomAccess.GetLength(file) - start) / 2);
            var one = new byte[1];
            RandomAccess.Read(file, one, at);
            RandomAccess.Write(file, [(byte)(one[0] ^ 0xff)], at);
        }
        var refusal = await Assert.ThrowsAnyAsync<PandoException>(() => engine.RestoreAsync());
        Assert.Equal(ErrorCodes.Save.Damaged, refusal.Code);
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("one").State.Phase);
    }

    [Fact]
    public async Task Another_daemon_knows_of_a_managed_save()
    {
        var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id, new SaveOrder());
        await engine.CloseAsync();
        await using var next = await Engine.OpenAsync(engine.Root);
        Assert.True(next.Domains.Get("one").ManagedSave);
        Assert.Equal(DomainPhaseReason.Restored, (await next.DoAsync(running.Id, new StartRequest())).State.Reason);
    }

    [Fact]
    public async Task The_file_has_libvirts_form()
    {
        await using var engine = await Engine.OpenAsync();
        var running = await engine.RunningAsync();
        await engine.SaveAsync(running.Id);
        using var file = File.OpenHandle(engine.SavePath());
        var image = SaveImage.Read(file, engine.SavePath());
        Assert.Equal((true, SaveCompression.Raw, 0L), (image.Header.WasRunning, image.Header.Compression, image.StreamOffset % 4096));
        Assert.Equal(image.FileLength - image.StreamOffset, image.Cookie.StreamLength);
        var stream = new byte[4];
        RandomAccess.Read(file, stream, image.StreamOffset);
        // QEMU's own magic.
        Assert.Equal("QEVM"u8.ToArray(), stream);
    }

    private static string WithoutTerminals(DomainDefinition definition) =>
        System.Text.RegularExpressions.Regex.Replace(DomainXml.Write(definition, new DomainXmlOptions { Live = true }), "/dev/pts/[0-9]+", "", default, TimeSpan.FromSeconds(1));

    private static async Task CutAsync(string path, int bytes)
    {
        await using var file = File.OpenWrite(path);
        file.SetLength(file.Length - bytes);
    }
}
