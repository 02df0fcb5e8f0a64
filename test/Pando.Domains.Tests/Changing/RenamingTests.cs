using Pando.Domains.Tests.Machines;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Changing;

public class RenamingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<DomainView> AskAsync(Engine engine, DomainId id, DomainRequest request) =>
        engine.Domains.Request(id, request, Caller.Daemon).Completion.WaitAsync(Engine.Limit, Ct);

    private static async Task<ErrorCode> RefusalAsync(Engine engine, DomainId id, DomainRequest request) =>
        (await Assert.ThrowsAsync<CallerException>(() => AskAsync(engine, id, request))).Code;

    [Fact]
    public async Task A_machine_has_its_new_name_also_for_the_next_daemon()
    {
        var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        await engine.Domains.SetAutostartAsync(view.Id, true, Ct);
        Directory.CreateDirectory(Path.GetDirectoryName(engine.Paths.DomainLog("one"))!);
        await File.WriteAllTextAsync(engine.Paths.DomainLog("one"), "words", Ct);
        var renamed = await AskAsync(engine, view.Id, new RenameRequest("two"));
        Assert.Equal(("two", "two", 2, true), (renamed.Name, renamed.Asked!.Name, renamed.Version, renamed.Autostart));
        Assert.Null(engine.Domains.Find("one"));
        Assert.Equal(view.Id, engine.Domains.Get("two").Id);
        Assert.Equal("words", await File.ReadAllTextAsync(engine.Paths.DomainLog("two"), Ct));

        // The old name is free, and an old version is taken back under the new name.
        await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        Assert.Equal("two", (await engine.Domains.RevertAsync(view.Id, 1, null, Caller.Daemon, Ct)).Asked!.Name);
        await engine.CloseAsync();
        await using var next = await Engine.OpenAsync(engine.Root);
        Assert.Equal(view.Id, next.Domains.Get("two").Id);
        Assert.NotEqual(view.Id, next.Domains.Get("one").Id);
    }

    [Fact]
    public async Task A_name_that_is_taken_or_bad_changes_nothing()
    {
        await using var engine = await Engine.OpenAsync();
        var one = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        var two = await engine.Domains.DefineAsync(Definitions.Empty("two"), null, Caller.Daemon);
        Assert.Equal(ErrorCodes.Domain.NameTaken, await RefusalAsync(engine, one.Id, new RenameRequest("two")));
        Assert.Equal(ErrorCodes.Domain.SameName, await RefusalAsync(engine, one.Id, new RenameRequest("one")));
        Assert.Equal(ErrorCodes.Domain.ChangedMeanwhile, await RefusalAsync(engine, one.Id, new RenameRequest("three", 7)));
        await Assert.ThrowsAnyAsync<CallerException>(() => AskAsync(engine, one.Id, new RenameRequest("")));
        await Assert.ThrowsAnyAsync<CallerException>(() => AskAsync(engine, one.Id, new RenameRequest("a/b")));
        Assert.Equal((one.Id, 1), (engine.Domains.Get("one").Id, engine.Domains.Get("one").Version));
        Assert.Equal(two.Id, engine.Domains.Get("two").Id);
        Assert.Equal("three", (await AskAsync(engine, one.Id, new RenameRequest("three"))).Name);
    }

    [Fact]
    public async Task A_machine_that_runs_or_is_saved_keeps_its_name()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        Directory.CreateDirectory(engine.Paths.ManagedSaves);
        await AskAsync(engine, view.Id, new StartRequest(Paused: true));
        Assert.Equal(ErrorCodes.Domain.StillRunning, await RefusalAsync(engine, view.Id, new RenameRequest("two")));
        await AskAsync(engine, view.Id, new SaveRequest(new SaveOrder()));
        Assert.Equal(ErrorCodes.Domain.NotRenamedWhileSaved, await RefusalAsync(engine, view.Id, new RenameRequest("two")));
        await AskAsync(engine, view.Id, new DropSaveRequest());
        Assert.Equal("two", (await AskAsync(engine, view.Id, new RenameRequest("two"))).Name);
    }

    [Fact]
    public async Task What_becomes_of_a_machine_is_changed_where_it_runs_and_in_its_definition()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one"), null, Caller.Daemon);
        await AskAsync(engine, view.Id, new StartRequest(Paused: true));
        await AskAsync(engine, view.Id, new SetLifecycleActionRequest(LifecycleEvent.PowerOff, LifecycleAction.Preserve, ChangeScope.Live));
        await AskAsync(engine, view.Id, new SetLifecycleActionRequest(LifecycleEvent.Crash, LifecycleAction.CoredumpRestart, ChangeScope.Live | ChangeScope.Config));
        var now = engine.Domains.Get("one");
        Assert.Equal((LifecycleAction.Preserve, LifecycleAction.CoredumpRestart), (now.Live!.Definition.OnPowerOff, now.Live.Definition.OnCrash));
        Assert.Equal((LifecycleAction.Destroy, LifecycleAction.CoredumpRestart), (now.Asked!.OnPowerOff, now.Asked.OnCrash));

        await Assert.ThrowsAnyAsync<CallerException>(() =>
            AskAsync(engine, view.Id, new SetLifecycleActionRequest(LifecycleEvent.Reboot, LifecycleAction.CoredumpDestroy, ChangeScope.Live)));
        Assert.Equal(LifecycleAction.Restart, engine.Domains.Get("one").Live!.Definition.OnReboot);

        await AskAsync(engine, view.Id, new DestroyRequest());
        Assert.Equal(LifecycleAction.Destroy, engine.Domains.Get("one").Asked!.OnPowerOff);
    }
}
