using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.State.Tests.Definitions;

public sealed class DefinitionHistoryTests : IAsyncLifetime
{
    private const string Sort = "domain";

    private static readonly Caller Lan = new("lan", 1000, "more memory");
    private static readonly Dictionary<string, string> Autostart = new() { ["autostart"] = "yes" };

    private readonly TempFolder _folder = TempFolder.InMemory();
    private SqliteStore _store = null!;
    private DefinitionHistory _history = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(_folder.Database);
        _history = new DefinitionHistory(_store, new FakeTime());
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_change_is_a_version_with_who_when_and_why()
    {
        var id = Guid.NewGuid();
        await PutAsync(id, "web1", "<a/>", 0);
        var second = await _history.PutAsync(Sort, new DefinitionChange(id, "web1", "<b ký='\"'/>", "edit", Lan), 1);

        Assert.Equal((2, "<b ký='\"'/>"), (second.Version, second.Text));
        var versions = await _history.VersionsAsync(Sort, id);
        Assert.Equal([(1, "define", "<a/>", "tester", null), (2, "edit", "<b ký='\"'/>", "lan", "more memory")],
            versions.Select(version => (version.Number, version.Change, version.Text, version.By, version.Reason)));
        Assert.True(FakeTime.Start < versions[0].At && versions[0].At < versions[1].At);
    }

    [Fact]
    public async Task Everything_is_there_after_reopening()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await PutAsync(first, "máy một", "<a/>");
        await PutAsync(second, "web2", "<a/>");
        await _history.SetFactsAsync(Sort, second, Autostart);
        await _store.DisposeAsync();
        await InitializeAsync();

        var all = await _history.LoadAllAsync(Sort);
        Assert.Equal(["máy một", "web2"], all.Select(one => one.Name).Order(StringComparer.Ordinal));
        Assert.Equal("yes", all.Single(one => one.Id == second).Facts["autostart"]);
        Assert.Empty(all.Single(one => one.Id == first).Facts);
        Assert.Empty(await _history.LoadAllAsync("network"));
    }

    [Fact]
    public async Task A_change_that_changes_nothing_makes_no_version()
    {
        var id = Guid.NewGuid();
        var first = await PutAsync(id, "web1", "<a/>");
        Assert.Equal(first.Version, (await PutAsync(id, "web1", "<a/>")).Version);
        Assert.Single(await _history.VersionsAsync(Sort, id));
    }

    [Fact]
    public async Task An_expected_version_that_is_not_the_current_one_is_a_conflict()
    {
        var id = Guid.NewGuid();
        await RefusedAsync(() => PutAsync(id, "web1", "<a/>", 1), ErrorCodes.State.Conflict);
        await PutAsync(id, "web1", "<a/>", 0);
        await RefusedAsync(() => PutAsync(id, "web1", "<b/>", 0), ErrorCodes.State.Conflict);
        await PutAsync(id, "web1", "<b/>", 1);
        var refused = await RefusedAsync(() => PutAsync(id, "web1", "<c/>", 1), ErrorCodes.State.Conflict);
        Assert.Contains("version 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_belongs_to_one()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await PutAsync(first, "web1", "<a/>");
        var refused = await RefusedAsync(() => PutAsync(second, "web1", "<a/>"), ErrorCodes.State.NameTaken);
        Assert.Contains(first.ToString(), refused.Message, StringComparison.Ordinal);
        await _history.PutAsync("network", new DefinitionChange(second, "web1", "<a/>", "define", Lan), 0);

        // A rename frees the old one.
        await PutAsync(first, "web2", "<a/>");
        await PutAsync(second, "web1", "<a/>");
        await RefusedAsync(() => PutAsync(second, "web2", "<a/>"), ErrorCodes.State.NameTaken);
    }

    [Fact]
    public async Task A_name_must_fit_into_a_key()
    {
        await PutAsync(Guid.NewGuid(), new string('m', 512), "<a/>");
        await RefusedAsync(() => PutAsync(Guid.NewGuid(), new string('m', 513), "<a/>"), ErrorCodes.Request.Invalid);
        await RefusedAsync(() => PutAsync(Guid.NewGuid(), "", "<a/>"), ErrorCodes.Request.Invalid);
    }

    [Fact]
    public async Task Facts_go_with_the_thing_and_make_no_version()
    {
        var id = Guid.NewGuid();
        await RefusedAsync(() => _history.SetFactsAsync(Sort, id, Autostart).AsTask(), ErrorCodes.State.NotFound);
        await PutAsync(id, "web1", "<a/>");
        Assert.Equal(1, (await _history.SetFactsAsync(Sort, id, Autostart)).Version);
        var changed = await PutAsync(id, "web1", "<b/>", 1);
        Assert.Equal("yes", changed.Facts["autostart"]);
    }

    [Fact]
    public async Task Only_the_version_that_was_read_goes_to_the_trash()
    {
        var id = Guid.NewGuid();
        await PutAsync(id, "web1", "<a/>");
        await PutAsync(id, "web1", "<b/>");
        await RefusedAsync(() => _history.TrashAsync(Sort, id, "t1", Lan, [], expectedVersion: 1).AsTask(), ErrorCodes.State.Conflict);
        Assert.Empty(await _history.ListTrashAsync(Sort));
        Assert.Equal(2, (await _history.TrashAsync(Sort, id, "t1", Lan, [], expectedVersion: 2)).Definition.Version);

        // Repeated after it is there: what was asked for has happened.
        Assert.Equal("t1", (await _history.TrashAsync(Sort, id, "t1", Lan, [], expectedVersion: 2)).TrashId);
    }

    [Fact]
    public async Task The_trash_keeps_all_versions_and_gives_them_back()
    {
        var id = Guid.NewGuid();
        await PutAsync(id, "web1", "<a/>");
        await PutAsync(id, "web1", "<b/>");
        await _history.SetFactsAsync(Sort, id, Autostart);
        TrashedFile[] files = [new("/images/web1.qcow2", "/images/.trash/t1/web1.qcow2", 4096)];
        var trashed = await _history.TrashAsync(Sort, id, "t1", Lan, files);

        Assert.Equal(("t1", id, "web1", 2, "lan"), (trashed.TrashId, trashed.Definition.Id, trashed.Definition.Name, trashed.Definition.Version, trashed.By));
        Assert.Empty(await _history.LoadAllAsync(Sort));
        Assert.Equal(2, (await _history.VersionsAsync(Sort, id)).Count);
        var listed = Assert.Single(await _history.ListTrashAsync(Sort));
        Assert.Equal((trashed.At, "yes"), (listed.At, listed.Definition.Facts["autostart"]));
        Assert.Equal(files, listed.Files);

        var restored = await _history.RestoreAsync(Sort, "t1", renamed: null);
        Assert.Equal((id, "web1", "<b/>", 2, "yes"), (restored.Id, restored.Name, restored.Text, restored.Version, restored.Facts["autostart"]));
        Assert.Equal(["<a/>", "<b/>"], (await _history.VersionsAsync(Sort, id)).Select(version => version.Text));
        Assert.Empty(await _history.ListTrashAsync(Sort));
        await RefusedAsync(() => PutAsync(Guid.NewGuid(), "web1", "<a/>"), ErrorCodes.State.NameTaken);
    }

    [Fact]
    public async Task The_newest_in_the_trash_is_listed_first()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            var id = Guid.NewGuid();
            await PutAsync(id, name, "<a/>");
            await _history.TrashAsync(Sort, id, "trash-" + name, Lan, []);
        }
        Assert.Equal(["c", "b", "a"], (await _history.ListTrashAsync(Sort)).Select(trashed => trashed.Definition.Name));
    }

    [Fact]
    public async Task Trashing_again_answers_what_is_there()
    {
        var id = Guid.NewGuid();
        await RefusedAsync(() => _history.TrashAsync(Sort, id, "t1", Lan, []).AsTask(), ErrorCodes.State.NotFound);
        await PutAsync(id, "web1", "<a/>");
        var trashed = await _history.TrashAsync(Sort, id, "t1", Lan, []);
        Assert.Equal(trashed.At, (await _history.TrashAsync(Sort, id, "t1", Lan, [])).At);
    }

    [Fact]
    public async Task A_uuid_defined_anew_begins_a_history_of_its_own()
    {
        var id = Guid.NewGuid();
        await PutAsync(id, "web1", "<old/>");
        await PutAsync(id, "web1", "<old2/>");
        await _history.TrashAsync(Sort, id, "t1", Lan, []);
        Assert.Equal(1, (await PutAsync(id, "web1", "<new/>", 0)).Version);
        Assert.Equal("<new/>", Assert.Single(await _history.VersionsAsync(Sort, id)).Text);
        await RefusedAsync(() => _history.RestoreAsync(Sort, "t1", renamed: null).AsTask(), ErrorCodes.State.IdTaken);

        await _history.TrashAsync(Sort, id, "t2", Lan, []);
        await _history.RestoreAsync(Sort, "t1", renamed: null);
        Assert.Equal(["<old/>", "<old2/>"], (await _history.VersionsAsync(Sort, id)).Select(version => version.Text));
    }

    [Fact]
    public async Task A_name_given_away_meanwhile_needs_another_at_restore()
    {
        var id = Guid.NewGuid();
        await PutAsync(id, "web1", "<name>web1</name>");
        await _history.TrashAsync(Sort, id, "t1", Lan, []);
        await PutAsync(Guid.NewGuid(), "web1", "<other/>");
        await RefusedAsync(() => _history.RestoreAsync(Sort, "t1", renamed: null).AsTask(), ErrorCodes.State.NameTaken);

        var renamed = new DefinitionChange(id, "web1-old", "<name>web1-old</name>", "restore", Lan);
        Assert.Equal(("web1-old", 2), await NameAndVersionAsync(_history.RestoreAsync(Sort, "t1", renamed)));
        Assert.Equal(["define", "restore"], (await _history.VersionsAsync(Sort, id)).Select(version => version.Change));
        await RefusedAsync(() => _history.RestoreAsync(Sort, "t1", renamed: null).AsTask(), ErrorCodes.State.NotInTrash);
    }

    [Fact]
    public async Task Purging_leaves_nothing()
    {
        var (kept, id) = (Guid.NewGuid(), Guid.NewGuid());
        await PutAsync(kept, "kept", "<a/>");
        var before = (await _store.RangeAsync("")).Entries.Count;
        for (var i = 0; i < 250; i++)
        {
            await PutAsync(id, "web1", $"<a n='{i}'/>");
        }
        await _history.TrashAsync(Sort, id, "t1", Lan, []);
        await _history.PurgeAsync(Sort, "t1");
        await _history.PurgeAsync(Sort, "t1");
        Assert.Equal(before, (await _store.RangeAsync("")).Entries.Count);
        Assert.Empty(await _history.VersionsAsync(Sort, id));
    }

    [Fact]
    public async Task Of_many_who_want_a_name_at_once_one_gets_it()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(async () =>
        {
            try
            {
                await PutAsync(Guid.NewGuid(), "web1", "<a/>");
                return "got it";
            }
            catch (CallerException refused)
            {
                return refused.Code.Name;
            }
        })));
        Assert.Single(outcomes, "got it");
        Assert.Equal(29, outcomes.Count(outcome => outcome == "state.name-taken"));
        Assert.Single(await _history.LoadAllAsync(Sort));
    }

    [Fact]
    public async Task Of_many_changes_at_once_none_is_lost()
    {
        var id = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => PutAsync(id, "web1", $"<a n='{i}'/>"))));
        var versions = await _history.VersionsAsync(Sort, id);
        Assert.Equal(Enumerable.Range(1, 30), versions.Select(version => version.Number));
        Assert.Equal(30, versions.Select(version => version.Text).Distinct(StringComparer.Ordinal).Count());
    }

    private async Task<StoredDefinition> PutAsync(Guid id, string name, string text, int? expected = null) =>
        await _history.PutAsync(Sort, new DefinitionChange(id, name, text, "define", new Caller("tester")), expected);

    private static async Task<(string, int)> NameAndVersionAsync(ValueTask<StoredDefinition> stored) =>
        await stored is var one ? (one.Name, one.Version) : default;

    private static async Task<CallerException> RefusedAsync(Func<Task> deed, ErrorCode code)
    {
        var refused = await Assert.ThrowsAsync<CallerException>(deed);
        Assert.Equal(code, refused.Code);
        return refused;
    }
}
