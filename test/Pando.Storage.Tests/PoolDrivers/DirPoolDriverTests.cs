using System.Text.Json.Nodes;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Storage.Tests.PoolDrivers;

public sealed class DirPoolDriverTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task An_empty_qcow2_volume_is_whole_and_listed()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        var path = await host.Storage.Volumes.CreateAsync(Request("web1.qcow2", 64 * MiB));
        Assert.Equal(host.Volume("web1.qcow2"), path);
        Assert.Equal(64 * MiB, await VirtualSizeAsync(path));
        var volume = Assert.Single(await host.Storage.Volumes.ListAsync("default"));
        Assert.Equal(("web1.qcow2", "qcow2", 64 * MiB, null, null), (volume.Name, volume.Format, volume.CapacityBytes, volume.Backing, volume.Problem));
        Assert.Equal(["web1.qcow2"], host.PoolEntries());
    }

    [Fact]
    public async Task A_raw_volume_takes_no_room_and_its_format_is_never_guessed()
    {
        await using var host = await TestHost.StartAsync();
        await host.Storage.Volumes.CreateAsync(Request("data.img", 64 * MiB, "raw"));
        await File.WriteAllBytesAsync(host.Volume("data.img"), [.. "QFI"u8, 0xfb, 0, 0, 0, 3, .. new byte[4096]]);
        var volume = await host.Storage.Volumes.GetAsync("default", "data.img");
        Assert.Equal(("raw", null), (volume.Format, volume.Backing));
    }

    [Fact]
    public async Task A_qcow2_volume_of_any_name_stays_qcow2()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        await host.Storage.Volumes.CreateAsync(Request("disk", 64 * MiB));
        Assert.Equal(("qcow2", 64 * MiB), await FormatAndCapacityAsync(host, "disk"));
    }

    [Fact]
    public async Task A_linked_clone_is_backed_by_its_image_and_a_full_copy_by_nothing()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        var image = await ImageAsync(host, 8 * MiB);
        await host.Storage.Volumes.CreateAsync(Request("linked.qcow2", 32 * MiB) with { Image = "base" });
        var seen = new List<long>();
        await host.Storage.Volumes.CreateAsync(Request("full.qcow2", 32 * MiB) with { Image = "base", FullCopy = true }, new Recording(seen));

        Assert.Equal(image, (await host.Storage.Volumes.GetAsync("default", "linked.qcow2")).Backing);
        Assert.Null((await host.Storage.Volumes.GetAsync("default", "full.qcow2")).Backing);
        Assert.Equal(32 * MiB, seen[^1]);
        Assert.True(seen.SequenceEqual(seen.Order()), string.Join(' ', seen));
        // The same content, by QEMU's own judgement; beyond the image's end there are zeros.
        await Tool.RunAsync("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", host.Volume("linked.qcow2"), host.Volume("full.qcow2"));
        await Tool.RunAsync("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", image, host.Volume("full.qcow2"));
        await Tool.RunAsync("qemu-img", "check", "-f", "qcow2", host.Volume("full.qcow2"));
    }

    [Fact]
    public async Task A_clone_without_a_size_is_as_large_as_its_image_and_never_smaller()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        await ImageAsync(host, 8 * MiB);
        await host.Storage.Volumes.CreateAsync(Request("same.qcow2", null) with { Image = "base" });
        Assert.Equal(("qcow2", 8 * MiB), await FormatAndCapacityAsync(host, "same.qcow2"));
        await Failing.With(ErrorCodes.Storage.BadSize, host.Storage.Volumes.CreateAsync(Request("small.qcow2", 4 * MiB) with { Image = "base" }));
    }

    [Fact]
    public async Task A_full_copy_of_a_clone_has_the_content_of_the_whole_chain()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        await ImageAsync(host, 8 * MiB);
        var clone = await host.Storage.Volumes.CreateAsync(Request("clone.qcow2", null) with { Image = "base" });
        foreach (var (name, format) in new[] { ("copy.qcow2", "qcow2"), ("copy.img", "raw") })
        {
            var copy = await host.Storage.Volumes.CreateAsync(Request(name, null, format) with { Image = clone, FullCopy = true });
            await Tool.RunAsync("qemu-img", "compare", "-f", "qcow2", "-F", format, clone, copy);
        }
    }

    [Fact]
    public async Task Making_is_repeatable_by_its_owner_and_refused_to_others()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        var request = Request("web1.qcow2", 64 * MiB);
        await host.Storage.Volumes.CreateAsync(request);
        var made = File.GetLastWriteTimeUtc(host.Volume("web1.qcow2"));
        await host.Storage.Volumes.CreateAsync(request);
        Assert.Equal(made, File.GetLastWriteTimeUtc(host.Volume("web1.qcow2")));
        await host.Storage.Volumes.PlanAsync(request);
        await Failing.With(ErrorCodes.Storage.VolumeExists, host.Storage.Volumes.CreateAsync(request with { Owner = "another" }));
        await Failing.With(ErrorCodes.Storage.VolumeExists, host.Storage.Volumes.PlanAsync(request with { Owner = "another" }));
    }

    [Fact]
    public async Task Discarding_removes_what_its_owner_made_and_nothing_else()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        var request = Request("web1.qcow2", 64 * MiB);
        await host.Storage.Volumes.CreateAsync(request);
        await File.WriteAllTextAsync(host.Volume(".web1.qcow2.another.new"), "begun by another");
        await host.Storage.Volumes.DiscardAsync(request with { Owner = "another" });
        Assert.Equal(["web1.qcow2"], host.PoolEntries());
        await host.Storage.Volumes.DiscardAsync(request);
        Assert.Empty(host.PoolEntries());
        await host.Storage.Volumes.DiscardAsync(request);
    }

    [Fact]
    public async Task A_file_that_nobody_marked_is_never_discarded()
    {
        await using var host = await TestHost.StartAsync();
        await File.WriteAllTextAsync(host.Volume("precious.qcow2"), "mine");
        await host.Storage.Volumes.DiscardAsync(Request("precious.qcow2", 64 * MiB));
        Assert.True(File.Exists(host.Volume("precious.qcow2")));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("-rf")]
    [InlineData("../up")]
    [InlineData("a/b")]
    [InlineData("a\nb")]
    [InlineData("a,b")]
    [InlineData("nbd:a")]
    public async Task A_bad_name_is_refused(string name)
    {
        await using var host = await TestHost.StartAsync();
        await Failing.With(ErrorCodes.Storage.BadName, host.Storage.Volumes.PlanAsync(Request(name, 64 * MiB)));
        await Failing.With(ErrorCodes.Storage.BadName, host.Storage.Volumes.CreateAsync(Request(name, 64 * MiB)));
        Assert.Empty(host.PoolEntries());
    }

    [Fact]
    public async Task A_name_longer_than_a_file_name_may_be_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        await Failing.With(ErrorCodes.Storage.BadName, host.Storage.Volumes.PlanAsync(Request(new string('a', 181), 64 * MiB)));
    }

    [Fact]
    public async Task A_link_in_the_pool_is_neither_listed_nor_followed()
    {
        await using var host = await TestHost.StartAsync();
        var outside = Path.Join(host.Root, "outside");
        await File.WriteAllTextAsync(outside, "not yours");
        File.CreateSymbolicLink(host.Volume("link.img"), outside);
        Assert.Empty(await host.Storage.Volumes.ListAsync("default"));
        await Failing.With(ErrorCodes.Storage.VolumeExists, host.Storage.Volumes.CreateAsync(Request("link.img", MiB, "raw")));
        await Assert.ThrowsAnyAsync<PandoException>(() => host.Storage.Volumes.StartGrowAsync("default", "link.img", 2 * MiB, TestHost.Tester).AsTask());
        Assert.Equal("not yours", await File.ReadAllTextAsync(outside));
    }

    [Fact]
    public async Task Volumes_grow_and_never_shrink()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        var image = await ImageAsync(host, 8 * MiB);
        await host.Storage.Volumes.CreateAsync(Request("q.qcow2", null) with { Image = "base" });
        await host.Storage.Volumes.CreateAsync(Request("r.img", 8 * MiB, "raw"));
        foreach (var name in new[] { "q.qcow2", "r.img" })
        {
            var grown = await (await host.Storage.Volumes.StartGrowAsync("default", name, 16 * MiB, TestHost.Tester)).Completion;
            Assert.Equal((host.Volume(name), $"{16 * MiB}"), (grown.Result["volume"], grown.Result["capacity"]));
            Assert.Equal(16 * MiB, (await host.Storage.Volumes.GetAsync("default", name)).CapacityBytes);
            await Failing.With(ErrorCodes.Storage.ShrinkRefused, host.Storage.Volumes.StartGrowAsync("default", name, 8 * MiB, TestHost.Tester));
        }
        await Tool.RunAsync("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", image, host.Volume("q.qcow2"));
        await Failing.With(ErrorCodes.Storage.VolumeNotFound, host.Storage.Volumes.StartGrowAsync("default", "none.qcow2", 8 * MiB, TestHost.Tester));
    }

    [Fact]
    public async Task A_volume_that_others_are_backed_by_is_not_deleted()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        var below = await host.Storage.Volumes.CreateAsync(Request("below.qcow2", 8 * MiB));
        await host.Storage.Volumes.CreateAsync(Request("above.qcow2", null) with { Image = below });
        var failure = await Failing.With(ErrorCodes.Storage.VolumeInUse, host.Storage.Volumes.StartDeleteAsync("default", "below.qcow2", TestHost.Tester));
        Assert.Contains("above.qcow2", failure.Message, StringComparison.Ordinal);
        await (await host.Storage.Volumes.StartDeleteAsync("default", "above.qcow2", TestHost.Tester)).Completion;
        await (await host.Storage.Volumes.StartDeleteAsync("default", "below.qcow2", TestHost.Tester)).Completion;
        Assert.Empty(host.PoolEntries());
    }

    [Fact]
    public async Task A_cancelled_copy_leaves_nothing()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        await ImageAsync(host, 64 * MiB);
        using var cancel = new CancellationTokenSource();
        var copy = host.Storage.Volumes.CreateAsync(
            Request("full.qcow2", null) with { Image = "base", FullCopy = true }, new Cancelling(cancel), cancel.Token).AsTask();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copy);
        Assert.Empty(host.PoolEntries());
    }

    [Fact]
    public async Task An_unknown_pool_is_named()
    {
        await using var host = await TestHost.StartAsync();
        await Failing.With(ErrorCodes.Storage.PoolNotFound, host.Storage.Volumes.ListAsync("fast"));
        await Failing.With(ErrorCodes.Storage.PoolNotFound, host.Storage.Volumes.PlanAsync(Request("a", MiB) with { Pool = "fast" }));
    }

    [Fact]
    public async Task A_pool_says_how_much_room_it_has()
    {
        await using var host = await TestHost.StartAsync();
        var pool = Assert.Single(await host.Storage.Pools.ListAsync());
        Assert.Equal(("default", "dir", host.Paths.DefaultPool), (pool.Name, pool.Kind, pool.Path));
        Assert.InRange(pool.AvailableBytes!.Value, 1, pool.TotalBytes!.Value);
        Assert.Null(pool.NotAnsweringSince);
    }

    [Fact]
    public async Task A_pool_whose_directory_is_gone_says_so_and_still_answers()
    {
        await using var host = await TestHost.StartAsync();
        Directory.Delete(host.Paths.DefaultPool);
        var pool = Assert.Single(await host.Storage.Pools.ListAsync());
        Assert.Equal(ErrorCodes.Storage.PathMissing, pool.Failure!.Code);
        Assert.Empty(await host.Storage.Volumes.ListAsync("default"));
    }

    private static VolumeRequest Request(string name, long? capacity, string format = "qcow2") =>
        new("default", name, format, capacity, null, FullCopy: false, "job-1");

    /// <summary>A guest image called base with something in it.</summary>
    private static async Task<string> ImageAsync(TestHost host, long size)
    {
        var raw = Path.Join(host.Root, "content");
        var content = new byte[size];
        for (var i = 0; i < content.Length; i += 4096)
        {
            BitConverter.TryWriteBytes(content.AsSpan(i), i * 2654435761L);
        }
        await File.WriteAllBytesAsync(raw, content);
        var source = Path.Join(host.Root, "base.qcow2");
        await Tool.RunAsync("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-c", raw, source);
        var import = await host.Storage.Images.ImportAsync("base", source, null, null, null, TestHost.Tester);
        return (await import.Completion).Result["path"];
    }

    private static async Task<long> VirtualSizeAsync(string path) =>
        JsonNode.Parse(await Tool.RunAsync("qemu-img", "info", "--output=json", "-f", "qcow2", path))!["virtual-size"]!.GetValue<long>();

    private static async Task<(string, long)> FormatAndCapacityAsync(TestHost host, string name)
    {
        var volume = await host.Storage.Volumes.GetAsync("default", name);
        return (volume.Format, volume.CapacityBytes);
    }

    private sealed class Recording(List<long> seen) : IProgress<long>
    {
        public void Report(long value) => seen.Add(value);
    }

    private sealed class Cancelling(CancellationTokenSource cancel) : IProgress<long>
    {
        public void Report(long value) => cancel.Cancel();
    }
}
