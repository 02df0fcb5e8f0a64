using System.Globalization;
using Pando.Api.Host;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>node-memory-tune</c>, <c>freepages</c> and <c>allocpages</c>.</summary>
internal static class HostMemoryCommands
{
    private static readonly string[] Switch = ["on", "off", "unmerge"];

    public static CliCommand Tune(string name)
    {
        var merging = new Setting("--merging", "STATE") { Choices = Switch };
        var scan = new Setting("--shm-pages-to-scan", "COUNT");
        var sleep = new Setting("--shm-sleep-millisecs", "MS");
        var across = new Setting("--shm-merge-across-nodes", "0|1") { Choices = ["0", "1"] };
        return new CliCommand(name, "node-memory-tune", TuneAsync, merging, scan, sleep, across)
        {
            Examples = ["pando node-memory-tune", "pando node-memory-tune --merging on --shm-pages-to-scan 500"],
        };

        async Task<int> TuneAsync(Run run)
        {
            var request = new MergedPagesRequest
            {
                Running = run.Value(merging) switch { "on" => true, "off" or "unmerge" => false, _ => null },
                Unmerge = run.Value(merging) is "unmerge",
                PagesToScan = (int?)Number(scan.Name, run.Value(scan), int.MaxValue),
                SleepMilliseconds = (int?)Number(sleep.Name, run.Value(sleep), int.MaxValue),
                MergeAcrossNodes = run.Value(across) is { } word ? word == "1" : null,
            };
            var asks = request == new MergedPagesRequest();
            var memory = asks ? await run.Client.GetHostMemoryAsync() : await run.Client.SetMergedPagesAsync(request);
            run.Show(memory, writer => Write(run, memory, writer));
            return ExitCode.Done;
        }
    }

    public static CliCommand Free(string name)
    {
        var all = new Flag("--all");
        var node = new Setting("--cellno", "NODE");
        var size = new Setting("--pagesize", "SIZE");
        return new CliCommand(name, "freepages", FreeAsync, node, size, all) { Examples = ["pando freepages --all", "pando freepages --pagesize 2M"] };

        async Task<int> FreeAsync(Run run)
        {
            var memory = await run.Client.GetHostMemoryAsync();
            var cell = Number(node.Name, run.Value(node), int.MaxValue);
            var page = PageKiB(size.Name, run.Value(size));
            IReadOnlyList<HugePagePool> pools = [.. memory.HugePages.Where(pool => (cell is null || pool.Node == cell) && (page is null || pool.PageKiB == page))];
            run.Show(pools, writer => Write(run, pools, writer));
            return ExitCode.Done;
        }
    }

    public static CliCommand Allocate(string name)
    {
        var size = new Operand("PAGESIZE", WordKind.Text);
        var count = new Operand("COUNT", WordKind.Text);
        var node = new Setting("--cellno", "NODE");
        var add = new Flag("--add");
        return new CliCommand(name, "allocpages", AllocateAsync, size, count, node, add) { Examples = ["pando allocpages 2M 512", "pando allocpages 2M 64 --add --cellno 0"] };

        async Task<int> AllocateAsync(Run run)
        {
            var page = PageKiB("PAGESIZE", run.Value(size))!.Value;
            var wanted = Number("COUNT", run.Value(count), long.MaxValue)!.Value;
            var cell = (int?)Number(node.Name, run.Value(node), int.MaxValue);
            var there = run.Has(add) ? Count(await run.Client.GetHostMemoryAsync(), page, cell) : 0;
            var memory = await run.Client.SetHugePagesAsync(new HugePagesRequest { Node = cell, PageKiB = page, Count = there + wanted });
            var made = Count(memory, page, cell);
            run.Show(memory, writer => Write(run, memory.HugePages, writer));
            // The kernel gives what it finds, and says nothing when that is less.
            return made >= there + wanted ? ExitCode.Done : throw new CliException(ExitCode.Failed, "fewer-pages", ("wanted", Numbers.Plain(there + wanted)), ("made", Numbers.Plain(made)));
        }
    }

    private static long Count(HostMemory memory, long page, int? cell) =>
        memory.HugePages.Where(pool => pool.PageKiB == page && (cell is null || pool.Node == cell)).Sum(pool => pool.Total);

    private static void Write(Run run, HostMemory memory, TextWriter writer)
    {
        var texts = run.Texts;
        var sheet = new FactSheet().Add(texts["memory.transparent"], memory.TransparentHugePages);
        if (memory.MergedPages is { } merged)
        {
            sheet
                .Add(texts["memory.merging"], texts[merged.Running ? "memory.on" : "memory.off"])
                .Add(texts["memory.saved"], texts.Bytes(merged.SavedBytes))
                .Add("shm_pages_to_scan", Numbers.Plain(merged.PagesToScan))
                .Add("shm_sleep_millisecs", Numbers.Plain(merged.SleepMilliseconds))
                .Add("shm_merge_across_nodes", merged.MergeAcrossNodes is { } across ? across ? "1" : "0" : null)
                .Add("shm_pages_shared", Numbers.Plain(merged.PagesShared))
                .Add("shm_pages_sharing", Numbers.Plain(merged.PagesSharing))
                .Add("shm_pages_unshared", Numbers.Plain(merged.PagesUnshared))
                .Add("shm_full_scans", Numbers.Plain(merged.FullScans));
        }
        else
        {
            sheet.Add(texts["memory.merging"], texts["memory.none"]);
        }
        sheet.WriteTo(writer);
    }

    private static void Write(Run run, IReadOnlyList<HugePagePool> pools, TextWriter writer)
    {
        var texts = run.Texts;
        var table = new Table(texts["memory.node"], texts["memory.page"], texts["memory.total"], texts["memory.free"]);
        foreach (var pool in pools)
        {
            table.Add(Numbers.Plain(pool.Node), texts.KiB(pool.PageKiB), Numbers.Plain(pool.Total), Numbers.Plain(pool.Free));
        }
        table.WriteTo(writer, run.Colours);
    }

    /// <summary>A number counts KiB, as virsh has it.</summary>
    private static long? PageKiB(string option, string? text) => text is null ? null : SizeText.Bytes(option, text, 1024) / 1024;

    private static long? Number(string option, string? text, long most) => text switch
    {
        null => null,
        _ when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most => number,
        _ => throw CliException.Usage("bad-number", ("option", option), ("value", text)),
    };
}
