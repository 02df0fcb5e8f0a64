using Pando.Linux.Users;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Storage.Tests.FileSystems;

/// <summary>A pool on a file system of 8 MiB.</summary>
public sealed class FullDiskTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public async Task A_copy_that_cannot_fit_is_refused_before_it_begins()
    {
        await using var disk = await SmallDisk.MountAsync();
        var failure = await Failing.With(ErrorCodes.Storage.NoSpace, disk.Host.Storage.Volumes.CreateAsync(
            Request("copy.qcow2") with { Image = await ContentAsync(disk), FullCopy = true }));
        Assert.Contains(failure.Facts, static fact => fact.Name == "needed");
        Assert.Empty(disk.Host.PoolEntries());
    }

    [Fact]
    public async Task A_disk_that_runs_full_is_named_and_nothing_is_left()
    {
        await using var disk = await SmallDisk.MountAsync();
        await File.WriteAllBytesAsync(disk.Host.Volume("filler"), new byte[8 * MiB - 128 * 1024]);
        await Failing.With(ErrorCodes.Storage.DiskFull, disk.Host.Storage.Volumes.CreateAsync(Request("new.qcow2") with { CapacityBytes = 1L << 40 }));
        await Failing.With(ErrorCodes.Storage.DiskFull, disk.Host.Storage.Volumes.WriteSeedAsync(
            Request("seed.iso") with { Format = "raw" }, new CloudInitSeed("a", new string('x', 1 << 20), null)));
        Assert.Equal(["filler"], disk.Host.PoolEntries());
    }

    private static VolumeRequest Request(string name) => new("default", name, "qcow2", null, null, FullCopy: false, "job-1");

    /// <summary>A raw disk of 16 MiB, all of it in use, elsewhere.</summary>
    private static async Task<string> ContentAsync(SmallDisk disk)
    {
        var path = Path.Join(disk.Host.Root, "content.img");
        var bytes = new byte[16 * MiB];
        bytes.AsSpan().Fill(7);
        await File.WriteAllBytesAsync(path, bytes);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return path;
    }

    private sealed class SmallDisk(TestHost host) : IAsyncDisposable
    {
        public TestHost Host => host;

        public static async Task<SmallDisk> MountAsync()
        {
            Tool.Require("qemu-img", "qemu-utils");
            Assert.SkipUnless(UserDatabase.EffectiveUid == 0, "needs root: mounts a file system");
            var host = await TestHost.StartAsync();
            var (status, words) = await Tool.TryRunAsync("mount", "-t", "tmpfs", "-o", "size=8m,mode=0700", "pando-test", host.Paths.DefaultPool);
            if (status != 0)
            {
                await host.DisposeAsync();
                Assert.Skip("nothing can be mounted here: " + words);
            }
            return new SmallDisk(host);
        }

        public async ValueTask DisposeAsync()
        {
            await Tool.RunAsync("umount", host.Paths.DefaultPool);
            await host.DisposeAsync();
        }
    }
}
