using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Tests.Machines;

/// <summary>The installed QEMU, without a guest.</summary>
public class RealQemuTests
{
    [Fact]
    public async Task A_machine_starts_and_its_QEMU_says_its_uuid()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        var running = await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal(DomainPhase.Running, running.State.Phase);
        var uuid = await engine.Domains.Driver(view.Id).Guest!.ExecuteAsync(new QueryUuid(), null, TestContext.Current.CancellationToken);
        Assert.Equal(view.Id.Value, uuid.Uuid);
    }

    [Fact]
    public async Task A_disk_that_another_machine_writes_is_refused_with_its_name()
    {
        await using var engine = await Engine.OpenAsync();
        var disk = Path.Combine(engine.Paths.DefaultPool, "shared.img");
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], TestContext.Current.CancellationToken);
        var first = await engine.Domains.DefineAsync(Definitions.Empty("first", Definitions.Disk(disk, format: "raw")), null, Caller.Daemon);
        var second = await engine.Domains.DefineAsync(Definitions.Empty("second", Definitions.Disk(disk, format: "raw")), null, Caller.Daemon);
        await engine.Domains.Request(first.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.Request(second.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.DiskInUse, refusal.Code);
        Assert.Contains("'first'", refusal.Message, StringComparison.Ordinal);

        // Free again once the first has ended.
        await engine.Domains.Request(first.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await engine.Domains.Request(second.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
    }

    [Fact]
    public async Task A_missing_disk_says_which_part_of_its_path_and_why()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", Definitions.Disk("/nowhere/at/all.qcow2")), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.DiskUnavailable, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact is { Name: "component", Value: "/nowhere" });
    }

    [Fact]
    public async Task A_UEFI_machine_gets_variables_of_its_own_that_go_to_the_trash_with_it()
    {
        await using var engine = await Engine.OpenAsync();
        var xml = Definitions.Empty("efi").Replace("<os>", "<os firmware='efi'>", StringComparison.Ordinal);
        var view = await engine.Domains.DefineAsync(xml, null, Caller.Daemon);
        var variables = view.Asked!.Os.Nvram!.Path!;
        Assert.False(File.Exists(variables));
        await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.True(File.Exists(variables));
        await engine.Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await engine.Domains.Request(view.Id, new UndefineRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.False(File.Exists(variables));
        await (await engine.Domains.RestoreAsync("efi", null, Caller.Daemon)).Completion.WaitAsync(Engine.Limit);
        Assert.True(File.Exists(variables));
    }

    [Fact]
    public async Task An_unknown_machine_type_is_refused_before_anything_changes()
    {
        await using var engine = await Engine.OpenAsync();
        var xml = Definitions.Empty("odd").Replace("q35", "pc-q35-99.9", StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.DefineAsync(xml, null, Caller.Daemon));
        Assert.Equal(ErrorCodes.Qemu.UnknownMachine, refusal.Code);
        Assert.Empty(engine.Domains.List());
    }

    [Fact]
    public async Task A_guest_is_taken_up_by_the_next_engine()
    {
        var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        var before = await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        await engine.CloseAsync();
        await using var next = await Engine.OpenAsync(engine.Root);
        var after = next.Domains.Get("one");
        Assert.Equal((before.Live!.Process, DomainPhase.Running, DomainPhaseReason.Adopted), (after.Live!.Process, after.State.Phase, after.State.Reason));
        Assert.Equal(before.Live.Definition, after.Live.Definition);
    }
}
