using Pando.Api.Trash;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando trash</c>.</summary>
internal static class TrashCommands
{
    public static CliCommand Group(string name) => new(name, "trash", body: null, List(), Restore(), Purge(), Empty());

    private static CliCommand List() => new("list", "trash-list", ListAsync) { Examples = ["pando trash list"] };

    private static async Task<int> ListAsync(Run run)
    {
        var items = await run.Client.ListTrashAsync();
        run.Show(items, writer =>
        {
            var texts = run.Texts;
            var table = new Table(texts["trash.id"], texts["trash.kind"], texts["trash.name"], texts["trash.size"], texts["trash.at"], texts["trash.by"], texts["trash.expires"]);
            foreach (var item in items)
            {
                table.Add(
                    item.Id, item.Kind, item.Name, texts.Bytes(item.Bytes), run.Around.Time.Moment(item.TrashedAt), item.By,
                    item.ExpiresAt is { } end ? run.Around.Time.Moment(end) : texts["trash.never"]);
            }
            table.WriteTo(writer, run.Colours);
        });
        return ExitCode.Done;
    }

    private static CliCommand Restore()
    {
        var item = new Operand("ITEM", WordKind.TrashItem);
        var newName = new Setting("--name", "NAME");
        return new CliCommand("restore", "trash-restore", RestoreAsync, item, newName) { Examples = ["pando trash restore web1", "pando trash restore web1 --name web1-old"] };

        async Task<int> RestoreAsync(Run run)
        {
            var wanted = run.Value(item);
            var named = (await run.Client.ListTrashAsync()).Where(one => one.Id == wanted || one.Name == wanted).ToList();
            if (named is [{ Kind: "network" } network])
            {
                var back = await Changes.DoAsync(run, (pandod, cancel) => pandod.RestoreNetworkAsync(network.Id, run.Value(newName), cancel));
                run.Say(back, "trash.network-restored", ("name", back.Name));
                return ExitCode.Done;
            }
            var restored = await Changes.DoAsync(run, (pandod, cancel) => pandod.RestoreAsync(wanted, run.Value(newName), cancel));
            run.Say(restored, "trash.restored", ("name", restored.Name));
            return ExitCode.Done;
        }
    }

    private static CliCommand Purge()
    {
        var item = new Operand("ITEM", WordKind.TrashItem);
        var yes = new Flag("--yes", "-y");
        return new CliCommand("purge", "trash-purge", PurgeAsync, item, yes) { Examples = ["pando trash purge web1", "pando trash purge web1 --yes"] };

        async Task<int> PurgeAsync(Run run)
        {
            var wanted = run.Value(item);
            var named = (await run.Client.ListTrashAsync()).Where(one => one.Id == wanted || one.Name == wanted).ToList();
            // By its own id: what is deleted is what was shown, whatever has come under that name meanwhile.
            var id = named is [var only] ? only.Id : wanted;
            Confirmation.Demand(run, yes, named, "trash.purge-asks");
            await Changes.DoAsync(run, (pandod, cancel) => pandod.PurgeAsync(id, cancel));
            run.Say("trash.purged", ("item", wanted));
            return ExitCode.Done;
        }
    }

    private static CliCommand Empty()
    {
        var yes = new Flag("--yes", "-y");
        return new CliCommand("empty", "trash-empty", EmptyAsync, yes) { Examples = ["pando trash empty", "pando trash empty --yes"] };

        async Task<int> EmptyAsync(Run run)
        {
            IReadOnlyList<TrashItem> all = await run.Client.ListTrashAsync();
            if (all.Count > 0)
            {
                Confirmation.Demand(run, yes, all, "trash.empty-asks");
                await EmptyOfAsync(run, run.Has(yes) ? null : all);
            }
            run.Say("trash.emptied", ("count", Numbers.Plain(all.Count)), ("size", run.Texts.Bytes(all.Sum(item => item.Bytes))));
            return ExitCode.Done;
        }
    }

    /// <summary>All of it, or where the user was asked, what they were shown: what has come since is not theirs to have agreed to.</summary>
    private static Task EmptyOfAsync(Run run, IReadOnlyList<TrashItem>? shown) => Changes.DoAsync(run, async (pandod, cancel) =>
    {
        if (shown is null)
        {
            await pandod.EmptyTrashAsync(cancel);
            return;
        }
        foreach (var item in shown)
        {
            await pandod.PurgeAsync(item.Id, cancel);
        }
    });
}
