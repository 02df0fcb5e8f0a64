namespace Pando.EndToEnd.Tests;

/// <summary>A file system in memory of a few megabytes, mounted on a folder while a test runs.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const string Kind = "tmpfs";
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Makes and mounts it; skips the test where that is not to be had.</summary>
    public static async Task<SmallDisk> MountAsync(string folder, int mebibytes)
    {
        if (Environment.UserName != "root" && Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Skip("Mounting a small file system needs root.");
        }
        Directory.CreateDirectory(folder);
        await HostCommand.RunAsync("mount", "-t", Kind, "-o", $"size={mebibytes}m,mode=755", "pando-full", folder);
        return new SmallDisk(folder);
    }

    public Task ResizeAsync(int mebibytes) => HostCommand.RunAsync("mount", "-o", $"remount,size={mebibytes}m", _folder);

    /// <summary>Also while somebody has something open there: it goes with the last of them.</summary>
    public async ValueTask DisposeAsync() => await HostCommand.RunAsync("umount", "--lazy", _folder);
}
