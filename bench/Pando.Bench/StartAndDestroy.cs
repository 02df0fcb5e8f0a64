namespace Pando.Bench;

/// <summary>One machine without disks: started paused and destroyed, again and again.</summary>
internal static class StartAndDestroy
{
    private const int Rounds = 21;

    public static async Task MeasureAsync(PandodUnderTest pandod, LibvirtdPeer? libvirtd, Report report)
    {
        Samples start = new(), destroy = new(), byHand = new(), theirStart = new(), theirDestroy = new();
        await pandod.Client.DefineAsync(PandodUnderTest.Machine("bench"));
        if (libvirtd is not null)
        {
            var file = Path.Combine(pandod.Root, "bench.xml");
            await File.WriteAllBytesAsync(file, PandodUnderTest.Machine("pando-bench"));
            await libvirtd.VirshInShellAsync($"define {file}");
        }
        // The first start of each asks QEMU what it can do.
        await OneAsync(pandod, new Samples(), new Samples(), new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            await OneAsync(pandod, start, destroy, byHand);
            if (libvirtd is not null)
            {
                await theirStart.TakeAsync(() => libvirtd.VirshInShellAsync("start pando-bench --paused"));
                await theirDestroy.TakeAsync(() => libvirtd.VirshInShellAsync("destroy pando-bench"));
            }
        }
        if (libvirtd is not null)
        {
            await libvirtd.VirshInShellAsync("undefine pando-bench");
        }
        report.Add("start of a paused machine without disks", start, byHand, "QEMU by hand", "at most 60 ms more");
        report.Add("the same", start, libvirtd is null ? null : theirStart, "libvirtd", "");
        report.Add("destroy", destroy, libvirtd is null ? null : theirDestroy, "libvirtd", "at most 30 ms");
    }

    private static async Task OneAsync(PandodUnderTest pandod, Samples start, Samples destroy, Samples byHand)
    {
        var machine = await start.TakeAsync(() => pandod.Client.StartAsync("bench", paused: true));
        byHand.Add(await QemuByHand.StartAsync(machine.Pid!.Value));
        await destroy.TakeAsync(() => pandod.Client.DestroyAsync("bench"));
    }
}
