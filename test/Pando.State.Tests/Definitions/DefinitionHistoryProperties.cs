using FsCheck;
using FsCheck.Fluent;
using Pando.Model;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.State.Tests.Definitions;

/// <summary>Whatever is defined, renamed, trashed, restored and purged: names are unique and no version is lost.</summary>
public sealed class DefinitionHistoryProperties
{
    private const string Sort = "domain";

    private static readonly Guid[] Ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

    private enum Deed
    {
        Put,
        Trash,
        Restore,
        RestoreRenamed,
        Purge,
    }

    private sealed record Call(Deed Deed, int Id, string Name, string Text, int Pick);

    /// <summary>What there is: names and all texts so far.</summary>
    private sealed record Thing(Guid Id, string Name, string[] Texts);

    private static Gen<Call> Calls =>
        from deed in Gen.Frequency(
            (5, Gen.Constant(Deed.Put)), (2, Gen.Constant(Deed.Trash)), (2, Gen.Constant(Deed.Restore)),
            (1, Gen.Constant(Deed.RestoreRenamed)), (1, Gen.Constant(Deed.Purge)))
        from id in Gen.Choose(0, Ids.Length - 1)
        from name in Gen.Elements("a", "b", "ấ")
        from text in Gen.Elements("<x/>", "<y/>", "<z/>")
        from pick in Gen.Choose(0, 3)
        select new Call(deed, id, name, text, pick);

    [Fact]
    public void Any_calls_leave_what_the_model_says() =>
        Prop.ForAll(Gen.ArrayOf(Calls).ToArbitrary(), calls => HoldsAsync(calls).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(50));

    private static async Task<bool> HoldsAsync(Call[] calls)
    {
        using var folder = TempFolder.InMemory();
        await using var store = await SqliteStore.OpenAsync(folder.Database);
        var history = new DefinitionHistory(store, new FakeTime());
        var live = new Dictionary<Guid, Thing>();
        var trash = new List<(string TrashId, Thing Thing)>();
        foreach (var (call, i) in calls.Select((call, i) => (call, i)))
        {
            var meant = Model(call, $"t{i}", live, trash, out var trashId);
            var found = await OutcomeAsync(() => ActAsync(history, call, trashId));
            if (meant != found)
            {
                throw new InvalidOperationException($"{i}: {call}: {found}, meant {meant}");
            }
        }
        var all = await history.LoadAllAsync(Sort);
        Assert.Equal(live.Values.Select(Plain).Order(StringComparer.Ordinal), all.Select(Plain).Order(StringComparer.Ordinal));
        foreach (var thing in live.Values)
        {
            Assert.Equal(thing.Texts, (await history.VersionsAsync(Sort, thing.Id)).Select(version => version.Text));
        }
        var trashed = await history.ListTrashAsync(Sort);
        Assert.Equal(
            trash.Select(one => one.TrashId + Plain(one.Thing)).Order(StringComparer.Ordinal),
            trashed.Select(one => one.TrashId + Plain(one.Definition)).Order(StringComparer.Ordinal));
        // A name for each that lives, and none besides.
        Assert.Equal(live.Count, (await store.RangeAsync("names/")).Entries.Count);
        return true;
    }

    /// <summary>Does to the model what the call does, and answers how it should end.</summary>
    private static string Model(
        Call call, string newTrashId, Dictionary<Guid, Thing> live, List<(string TrashId, Thing Thing)> trash, out string trashId)
    {
        var id = Ids[call.Id];
        trashId = call.Deed == Deed.Trash ? newTrashId : trash.ElementAtOrDefault(call.Pick).TrashId ?? "none";
        var picked = trash.ElementAtOrDefault(call.Pick).Thing;
        bool Taken(string name, Guid by) => live.Values.Any(thing => thing.Name == name && thing.Id != by);
        switch (call.Deed)
        {
            case Deed.Put:
                var before = live.GetValueOrDefault(id);
                if (before is not null && before.Name == call.Name && before.Texts[^1] == call.Text)
                {
                    return "fine";
                }
                if (Taken(call.Name, id))
                {
                    return ErrorCodes.State.NameTaken.Name;
                }
                live[id] = new Thing(id, call.Name, [.. before?.Texts ?? [], call.Text]);
                return "fine";
            case Deed.Trash:
                if (!live.Remove(id, out var gone))
                {
                    return ErrorCodes.State.NotFound.Name;
                }
                trash.Add((newTrashId, gone));
                return "fine";
            case Deed.Purge:
                trash.RemoveAll(one => one.Thing == picked);
                return "fine";
            default:
                if (picked is null)
                {
                    return ErrorCodes.State.NotInTrash.Name;
                }
                if (live.ContainsKey(picked.Id))
                {
                    return ErrorCodes.State.IdTaken.Name;
                }
                var next = call.Deed == Deed.Restore || (picked.Name == call.Name && picked.Texts[^1] == call.Text)
                    ? picked
                    : picked with { Name = call.Name, Texts = [.. picked.Texts, call.Text] };
                if (Taken(next.Name, next.Id))
                {
                    return ErrorCodes.State.NameTaken.Name;
                }
                trash.RemoveAll(one => one.Thing == picked);
                live[next.Id] = next;
                return "fine";
        }
    }

    private static async Task ActAsync(DefinitionHistory history, Call call, string trashId)
    {
        var change = new DefinitionChange(Ids[call.Id], call.Name, call.Text, "define", Caller.Daemon);
        switch (call.Deed)
        {
            case Deed.Put:
                await history.PutAsync(Sort, change, expectedVersion: null);
                break;
            case Deed.Trash:
                await history.TrashAsync(Sort, change.Id, trashId, Caller.Daemon, []);
                break;
            case Deed.Purge:
                await history.PurgeAsync(Sort, trashId);
                break;
            default:
                await history.RestoreAsync(Sort, trashId, call.Deed == Deed.Restore ? null : change);
                break;
        }
    }

    private static async Task<string> OutcomeAsync(Func<Task> deed)
    {
        try
        {
            await deed();
            return "fine";
        }
        catch (CallerException refused)
        {
            return refused.Code.Name;
        }
    }

    private static string Plain(Thing thing) => $"{thing.Id} {thing.Name} {thing.Texts[^1]} {thing.Texts.Length}";

    private static string Plain(StoredDefinition stored) => $"{stored.Id} {stored.Name} {stored.Text} {stored.Version}";
}
