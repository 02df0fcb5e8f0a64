using Pando.Model.Errors;
using Pando.Model.Events;
using Pando.Model.Ports;
using Pando.Storage.Pools;

namespace Pando.Storage.Tests.Pools;

public sealed class StoragePoolsTests
{
    private const long MiB = 1 << 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_default_pool_is_made_once_and_keeps_its_identity()
    {
        using var folder = new TemporaryFolder();
        Guid first;
        await using (var host = await TestHost.StartAsync(folder.Path))
        {
            var pool = host.Storage.Pools.Entry("default");
            Assert.True(pool is { IsActive: true, IsPersistent: true, Autostart: true });
            Assert.Equal(host.Paths.DefaultPool, pool.Definition.Path);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(host.Paths.DefaultPool));
            first = pool.Id.Value;
        }
        await using (var again = await TestHost.StartAsync(folder.Path))
        {
            Assert.Equal(first, again.Storage.Pools.Entry("default").Id.Value);
            var id = again.Storage.Pools.Entry("default").Id;
            await again.Storage.Pools.StopAsync(id, TestHost.Tester, Ct);
            await again.Storage.Pools.UndefineAsync(id, null, TestHost.Tester, Ct);
        }
        await using var third = await TestHost.StartAsync(folder.Path);
        Assert.Empty(third.Storage.Pools.List());
    }

    [Fact]
    public async Task A_pool_lives_from_its_definition_to_its_end()
    {
        Tool.Require("qemu-img", "qemu-utils");
        using var folder = new TemporaryFolder();
        await using var host = await TestHost.StartAsync();
        var pools = host.Storage.Pools;
        var heard = host.Events.SubscribeAsync(null, Ct).GetAsyncEnumerator(Ct);
        var next = heard.MoveNextAsync();

        var pool = await pools.DefineAsync(Xml("lab", folder.File("a/lab"), "<permissions><mode>0750</mode></permissions>"), null, TestHost.Tester, cancellationToken: Ct);
        Assert.True(pool is { IsActive: false, IsPersistent: true, Autostart: false, Version: 1 });
        await Failing.With(ErrorCodes.Storage.PathMissing, pools.StartAsync(pool.Id, build: false, TestHost.Tester, Ct));
        await Failing.With(ErrorCodes.Storage.PoolNotActive, host.Storage.Volumes.ListAsync("lab", Ct));
        await Failing.With(ErrorCodes.Storage.PoolNotActive, host.Storage.Volumes.FindAsync("lab", "x", Ct));
        Assert.Equal(folder.File("a/lab/x"), host.Storage.Volumes.PathOf("lab", "x"));

        await pools.BuildAsync(pool.Id, TestHost.Tester, Ct);
        Assert.Equal(Convert.ToInt32("750", 8), (int)File.GetUnixFileMode(folder.File("a/lab")));
        Assert.Equal(Convert.ToInt32("755", 8), (int)File.GetUnixFileMode(folder.File("a")));
        await pools.StartAsync(pool.Id, build: false, TestHost.Tester, Ct);
        await Failing.With(ErrorCodes.Storage.PoolActive, pools.StartAsync(pool.Id, build: false, TestHost.Tester, Ct));
        await Failing.With(ErrorCodes.Storage.PoolActive, pools.BuildAsync(pool.Id, TestHost.Tester, Ct));
        await Failing.With(ErrorCodes.Storage.PoolActive, pools.DeleteAsync(pool.Id, TestHost.Tester, Ct));
        await Failing.With(ErrorCodes.Storage.PoolActive, pools.UndefineAsync(pool.Id, null, TestHost.Tester, Ct));

        await host.Storage.Volumes.CreateAsync(new VolumeRequest("lab", "web1.qcow2", "qcow2", MiB, null, FullCopy: false, "t"), cancellationToken: Ct);
        Assert.True(File.Exists(folder.File("a/lab/web1.qcow2")));
        Assert.Equal("web1.qcow2", (await host.Storage.Volumes.FindByPathAsync(folder.File("a/lab/web1.qcow2"), Ct))?.Name);
        Assert.Equal(1, (await pools.RefreshAsync("lab", Ct)).VolumeCount);
        Assert.Contains("<mode>0750</mode>", await pools.XmlAsync("lab", inactive: false, Ct), StringComparison.Ordinal);

        await pools.StopAsync(pool.Id, TestHost.Tester, Ct);
        await Failing.With(ErrorCodes.Storage.PoolNotEmpty, pools.DeleteAsync(pool.Id, TestHost.Tester, Ct));
        File.Delete(folder.File("a/lab/web1.qcow2"));
        await pools.DeleteAsync(pool.Id, TestHost.Tester, Ct);
        Assert.False(Directory.Exists(folder.File("a/lab")));
        await pools.UndefineAsync(pool.Id, null, TestHost.Tester, Ct);
        Assert.Null(pools.Find("lab"));

        var told = new List<string>();
        while (await next)
        {
            if (Told(heard.Current) is { } type)
            {
                told.Add(type);
            }
            if (told is [.., "pool.undefined"])
            {
                break;
            }
            next = heard.MoveNextAsync();
        }
        Assert.Equal(["pool.defined", "pool.built", "pool.started", "pool.refreshed", "pool.stopped", "pool.deleted", "pool.undefined"], told);
    }

    [Fact]
    public async Task What_another_pool_has_is_refused_before_anything_has_changed()
    {
        using var folder = new TemporaryFolder();
        await using var host = await TestHost.StartAsync();
        var pools = host.Storage.Pools;
        var one = await pools.DefineAsync(Xml("one", folder.File("one")), null, TestHost.Tester, cancellationToken: Ct);
        var before = pools.List();

        await Failing.With(ErrorCodes.Storage.PoolNameTaken, Define(Xml("one", folder.File("other"))));
        await Failing.With(ErrorCodes.Storage.PoolPathTaken, Define(Xml("two", folder.File("one"))));
        await Failing.With(ErrorCodes.Storage.PoolPathTaken, Define(Xml("two", folder.Path + "//./one/")));
        await Failing.With(ErrorCodes.Storage.PoolUuidTaken, Define(Xml("two", folder.File("two")).Replace("<target>", $"<uuid>{one.Id}</uuid><target>", StringComparison.Ordinal)));
        await Failing.With(ErrorCodes.Definition.BadValue, Define(Xml("two", "relative")));
        await Failing.With(ErrorCodes.Storage.PoolKind, Define(Xml("two", folder.File("two")).Replace("'dir'", "'netfs'", StringComparison.Ordinal)));
        await Failing.With(ErrorCodes.Storage.PoolPathTaken, pools.CreateAsync(Xml("two", folder.File("one")), build: true, TestHost.Tester, Ct));
        await Failing.With(ErrorCodes.Storage.PoolNameTaken, pools.CreateAsync(Xml("one", folder.File("two")), build: true, TestHost.Tester, Ct));
        await Failing.With(ErrorCodes.Storage.PoolChangedMeanwhile, pools.UndefineAsync(one.Id, 7, TestHost.Tester, Ct));
        Assert.Equal(before, pools.List());
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));

        Task<PoolEntry> Define(string xml) => pools.DefineAsync(xml, null, TestHost.Tester, cancellationToken: Ct);
    }

    [Fact]
    public async Task Two_paths_to_one_directory_are_one_pool_only()
    {
        using var folder = new TemporaryFolder();
        await using var host = await TestHost.StartAsync();
        var one = await host.Storage.Pools.DefineAsync(Xml("one", folder.File("one")), null, TestHost.Tester, cancellationToken: Ct);
        await host.Storage.Pools.StartAsync(one.Id, build: true, TestHost.Tester, Ct);
        File.CreateSymbolicLink(folder.File("link"), folder.File("one"));
        var two = await host.Storage.Pools.DefineAsync(Xml("two", folder.File("link")), null, TestHost.Tester, cancellationToken: Ct);
        await Failing.With(ErrorCodes.Storage.PoolPathTaken, host.Storage.Pools.StartAsync(two.Id, build: false, TestHost.Tester, Ct));
        Assert.False(host.Storage.Pools.Entry("two").IsActive);
    }

    [Fact]
    public async Task A_daemon_that_comes_back_finds_pools_as_they_were()
    {
        using var folder = new TemporaryFolder();
        using var state = new TemporaryFolder();
        await using (var host = await TestHost.StartAsync(state.Path))
        {
            var pools = host.Storage.Pools;
            var on = await pools.DefineAsync(Xml("on", folder.File("on")), null, TestHost.Tester, cancellationToken: Ct);
            await pools.StartAsync(on.Id, build: true, TestHost.Tester, Ct);
            await pools.DefineAsync(Xml("off", folder.File("off")), null, TestHost.Tester, cancellationToken: Ct);
            var stopped = await pools.DefineAsync(Xml("stopped", folder.File("stopped")), null, TestHost.Tester, cancellationToken: Ct);
            await pools.SetAutostartAsync(stopped.Id, autostart: true, Ct);
            await pools.CreateAsync(Xml("passing", folder.File("passing")), build: true, TestHost.Tester, Ct);
        }
        await using (var again = await TestHost.StartAsync(state.Path))
        {
            Assert.Equal(["default", "on", "passing"], Active(again));
            Assert.False(again.Storage.Pools.Entry("passing").IsPersistent);
            Assert.Equal(5, again.Storage.Pools.List().Count);
            await Failing.With(ErrorCodes.Storage.PoolIsTransient, again.Storage.Pools.SetAutostartAsync(again.Storage.Pools.Entry("passing").Id, autostart: true, Ct));
        }
        // Another boot: what was only in force is gone, and what starts with the host has started, even if it cannot be reached yet.
        await File.WriteAllTextAsync(Path.Combine(state.Path, "run", "pools", "boot"), "another", Ct);
        await using var booted = await TestHost.StartAsync(state.Path);
        Assert.Equal(["default", "stopped"], Active(booted));
        Assert.Null(booted.Storage.Pools.Find("passing"));
        await Failing.With(ErrorCodes.Storage.PathMissing, booted.Storage.Pools.RefreshAsync("stopped", Ct));
    }

    [Fact]
    public async Task A_transient_pool_is_gone_when_it_is_stopped_and_its_volumes_stay()
    {
        using var folder = new TemporaryFolder();
        await using var host = await TestHost.StartAsync();
        var pool = await host.Storage.Pools.CreateAsync(Xml("t", folder.File("t")), build: true, TestHost.Tester, Ct);
        await Failing.With(ErrorCodes.Storage.PoolActive, host.Storage.Pools.CreateAsync(
            Xml("t", folder.File("t")).Replace("<target>", $"<uuid>{pool.Id}</uuid><target>", StringComparison.Ordinal), build: true, TestHost.Tester, Ct));
        await host.Storage.Volumes.CreateAsync(new VolumeRequest("t", "a.img", "raw", MiB, null, FullCopy: false, "t") { AllocationBytes = MiB }, cancellationToken: Ct);
        Assert.Equal(MiB, (await host.Storage.Volumes.GetAsync("t", "a.img", Ct)).AllocationBytes);
        await host.Storage.Pools.StopAsync(pool.Id, TestHost.Tester, Ct);
        Assert.Null(host.Storage.Pools.Find("t"));
        Assert.True(File.Exists(folder.File("t/a.img")));
    }

    [Fact]
    public async Task A_wiped_volume_holds_nothing_and_is_still_a_volume()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        var volumes = host.Storage.Volumes;
        await volumes.CreateAsync(new VolumeRequest("default", "a.img", "raw", 3 * MiB, null, FullCopy: false, "t"), cancellationToken: Ct);
        await using (var file = File.OpenWrite(host.Volume("a.img")))
        {
            file.Position = MiB;
            await file.WriteAsync(new byte[70_000].Select(static _ => (byte)7).ToArray(), Ct);
        }
        await volumes.CreateAsync(new VolumeRequest("default", "full.qcow2", "qcow2", null, host.Volume("a.img"), FullCopy: true, "t"), cancellationToken: Ct);
        Assert.Contains((byte)7, await File.ReadAllBytesAsync(host.Volume("full.qcow2"), Ct));

        foreach (var name in new[] { "a.img", "full.qcow2" })
        {
            await (await volumes.StartWipeAsync("default", name, TestHost.Tester, Ct)).Completion.WaitAsync(Ct);
            Assert.Equal(3 * MiB, (await volumes.GetAsync("default", name, Ct)).CapacityBytes);
        }
        Assert.All(await File.ReadAllBytesAsync(host.Volume("a.img"), Ct), static octet => Assert.Equal(0, octet));
        Assert.Equal(3 * MiB, new FileInfo(host.Volume("a.img")).Length);
        await Tool.RunAsync("qemu-img", "check", "-f", "qcow2", host.Volume("full.qcow2"));
        await Tool.RunAsync("qemu-img", "compare", "-f", "raw", "-F", "qcow2", host.Volume("a.img"), host.Volume("full.qcow2"));
    }

    private static string? Told(PandoEvent happened) => happened.Type.StartsWith("pool.", StringComparison.Ordinal) ? happened.Type : null;

    private static IEnumerable<string> Active(TestHost host) => host.Storage.Pools.List().Where(static pool => pool.IsActive).Select(static pool => pool.Name);

    private static string Xml(string name, string path, string more = "") => $"<pool type='dir'><name>{name}</name><target><path>{path}</path>{more}</target></pool>";
}
