using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Storage.Tests.Trash;

public sealed class FileTrashTests
{
    [Fact]
    public async Task A_volume_goes_to_the_trash_of_its_pool_and_comes_back()
    {
        await using var host = await TestHost.StartAsync();
        var path = await MakeAsync(host, "web1.img");
        var planned = await host.Storage.Volumes.PlanTrashAsync(path, "t1");
        Assert.Equal(new TrashedFile(path, host.Volume(".trash/t1/web1.img"), 0), planned with { Bytes = 0 });
        Assert.InRange(planned.Bytes, 4096, 1 << 20);

        await host.Storage.Volumes.TrashAsync(planned);
        await host.Storage.Volumes.TrashAsync(planned);
        Assert.Empty(await host.Storage.Volumes.ListAsync("default"));
        Assert.True(File.Exists(planned.Trashed));

        await host.Storage.Volumes.UntrashAsync(planned);
        await host.Storage.Volumes.UntrashAsync(planned);
        Assert.Equal(["web1.img"], host.PoolEntries());
        Assert.Equal("content of web1.img", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Another_file_goes_to_a_private_directory_beside_it()
    {
        await using var host = await TestHost.StartAsync();
        var path = Path.Join(host.Root, "nvram.fd");
        await File.WriteAllTextAsync(path, "vars");
        var planned = await host.Storage.Volumes.PlanTrashAsync(path, "t1");
        await host.Storage.Volumes.TrashAsync(planned);
        Assert.Equal(Path.Join(host.Root, ".pando-trash/t1/nvram.fd"), planned.Trashed);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Join(host.Root, ".pando-trash")));
        await host.Storage.Volumes.PurgeAsync(planned);
        await host.Storage.Volumes.PurgeAsync(planned);
        Assert.False(Directory.Exists(Path.Join(host.Root, ".pando-trash")));
    }

    [Fact]
    public async Task Files_of_one_name_never_collide_in_the_trash()
    {
        await using var host = await TestHost.StartAsync();
        var trashed = new List<TrashedFile>();
        foreach (var id in new[] { "t1", "t2" })
        {
            trashed.Add(await host.Storage.Volumes.PlanTrashAsync(await MakeAsync(host, "web1.img", id), id));
            await host.Storage.Volumes.TrashAsync(trashed[^1]);
        }
        await host.Storage.Volumes.PurgeAsync(trashed[0]);
        await host.Storage.Volumes.UntrashAsync(trashed[1]);
        Assert.Equal("content of t2", await File.ReadAllTextAsync(host.Volume("web1.img")));
    }

    [Fact]
    public async Task Nothing_is_overwritten_by_a_restore()
    {
        await using var host = await TestHost.StartAsync();
        var trashed = await host.Storage.Volumes.PlanTrashAsync(await MakeAsync(host, "web1.img"), "t1");
        await host.Storage.Volumes.TrashAsync(trashed);
        await MakeAsync(host, "web1.img", "another");
        await Failing.With(ErrorCodes.Storage.PathTaken, host.Storage.Volumes.UntrashAsync(trashed));
        Assert.Equal("content of another", await File.ReadAllTextAsync(host.Volume("web1.img")));
        Assert.True(File.Exists(trashed.Trashed));
    }

    [Fact]
    public async Task What_is_gone_for_good_is_not_restored_in_silence()
    {
        await using var host = await TestHost.StartAsync();
        var trashed = await host.Storage.Volumes.PlanTrashAsync(await MakeAsync(host, "web1.img"), "t1");
        await host.Storage.Volumes.TrashAsync(trashed);
        await host.Storage.Volumes.PurgeAsync(trashed);
        await Failing.With(ErrorCodes.Storage.PathMissing, host.Storage.Volumes.UntrashAsync(trashed));
    }

    [Fact]
    public async Task A_file_that_a_volume_is_backed_by_stays()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        var below = await host.Storage.Volumes.CreateAsync(new VolumeRequest("default", "below.qcow2", "qcow2", 1 << 20, null, FullCopy: false, "job-1"));
        await host.Storage.Volumes.CreateAsync(new VolumeRequest("default", "above.qcow2", "qcow2", null, below, FullCopy: false, "job-1"));
        await Failing.With(ErrorCodes.Storage.VolumeInUse, host.Storage.Volumes.PlanTrashAsync(below, "t1"));
        // By another name of the same file too.
        Directory.CreateSymbolicLink(Path.Join(host.Root, "alias"), host.Paths.DefaultPool);
        await Failing.With(ErrorCodes.Storage.VolumeInUse, host.Storage.Volumes.PlanTrashAsync(Path.Join(host.Root, "alias/below.qcow2"), "t1"));
        await host.Storage.Volumes.PlanTrashAsync(host.Volume("above.qcow2"), "t1");
    }

    [Fact]
    public async Task What_is_no_regular_file_is_not_moved()
    {
        await using var host = await TestHost.StartAsync();
        await Failing.With(ErrorCodes.Storage.NotAFile, host.Storage.Volumes.PlanTrashAsync("/dev/null", "t1"));
        await Failing.With(ErrorCodes.Storage.NotAFile, host.Storage.Volumes.PlanTrashAsync(host.Root, "t1"));
        await Failing.With(ErrorCodes.Storage.PathMissing, host.Storage.Volumes.PlanTrashAsync(host.Volume("none"), "t1"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task A_trash_id_is_one_name(string id)
    {
        await using var host = await TestHost.StartAsync();
        var path = await MakeAsync(host, "web1.img");
        await Failing.With(ErrorCodes.Storage.BadName, host.Storage.Volumes.PlanTrashAsync(path, id));
    }

    [Fact]
    public async Task A_link_in_place_of_the_trash_is_not_followed()
    {
        await using var host = await TestHost.StartAsync();
        var elsewhere = Directory.CreateDirectory(Path.Join(host.Root, "elsewhere")).FullName;
        var planned = await host.Storage.Volumes.PlanTrashAsync(await MakeAsync(host, "web1.img"), "t1");
        Directory.CreateSymbolicLink(host.Volume(".trash"), elsewhere);
        await Assert.ThrowsAnyAsync<PandoException>(() => host.Storage.Volumes.TrashAsync(planned).AsTask());
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));
        Assert.True(File.Exists(host.Volume("web1.img")));
    }

    private static async Task<string> MakeAsync(TestHost host, string name, string? content = null)
    {
        await File.WriteAllTextAsync(host.Volume(name), $"content of {content ?? name}");
        return host.Volume(name);
    }
}
