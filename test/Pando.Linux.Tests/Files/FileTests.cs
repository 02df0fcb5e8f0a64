using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Linux.Tests.Files;

public sealed class FileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Durable_write_replaces_the_file_and_leaves_nothing_beside_it()
    {
        string path = _folder.File("f");
        await File.WriteAllTextAsync(path, "old and longer");
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

        await DurableFile.WriteAsync(path, "new"u8.ToArray(), mode);

        Assert.Equal("new", await File.ReadAllTextAsync(path));
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Durable_write_that_fails_keeps_the_old_and_leaves_nothing_beside_it()
    {
        string path = _folder.File("f");
        Directory.CreateDirectory(Path.Combine(path, "inside"));

        await Assert.ThrowsAnyAsync<Exception>(() => DurableFile.WriteAsync(path, "new"u8.ToArray()));

        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Durable_delete_is_idempotent()
    {
        string path = _folder.File("f");
        await DurableFile.WriteAsync(path, "x"u8.ToArray());

        DurableFile.Delete(path);
        DurableFile.Delete(path);

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Space_of_a_file_system_is_sensible_and_a_missing_path_is_named()
    {
        FileSystemSpace space = FileSystemSpace.Of(_folder.Path);

        Assert.True(space.TotalBytes >= space.FreeBytes && space.FreeBytes >= space.AvailableBytes && space.AvailableBytes > 0);
        Assert.False(space.IsReadOnly);
        Assert.Equal(new DriveInfo(_folder.Path).TotalSize, space.TotalBytes);
        Assert.Equal("/none", Assert.Throws<SyscallException>(() => FileSystemSpace.Of("/none")).Subject);
    }

    [Fact]
    public void Sealed_memory_can_be_read_and_not_changed()
    {
        using SafeFileHandle memory = SealedMemory.Create("secret", "content"u8);
        byte[] buffer = new byte[16];

        Assert.Equal(7, RandomAccess.Read(memory, buffer, 0));
        Assert.ThrowsAny<Exception>(() => RandomAccess.Write(memory, "x"u8, 0));
        Assert.ThrowsAny<Exception>(() => RandomAccess.SetLength(memory, 0));
        Assert.Equal("content", File.ReadAllText($"/proc/self/fd/{memory.DangerousGetHandle()}"));
    }

    [Fact]
    public void Blocks_are_reserved_and_given_back()
    {
        string path = _folder.File("f");
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);

        Assert.True(FileAllocation.Reserve(file, 0, 1 << 20));
        FileStatus reserved = FileStatus.TryOf(path)!;
        Assert.True(FileAllocation.PunchHole(file, 0, 1 << 20));
        FileStatus given = FileStatus.TryOf(path)!;

        Assert.Equal((1ul << 20, true), (reserved.Identity.Size, reserved.AllocatedBytes >= 1 << 20));
        Assert.Equal((1ul << 20, 0ul), (given.Identity.Size, given.AllocatedBytes));
    }

    [Fact]
    public void Two_names_of_one_file_are_one_identity()
    {
        File.WriteAllText(_folder.File("a"), "x");
        File.WriteAllText(_folder.File("c"), "x");
        File.CreateSymbolicLink(_folder.File("b"), "a");

        Assert.Equal(PathWalk.Status(_folder.File("a")).Identity, PathWalk.Status(_folder.File("b")).Identity);
        Assert.NotEqual(PathWalk.Status(_folder.File("a")).Identity, PathWalk.Status(_folder.File("c")).Identity);
        Assert.Equal(FileKind.SymbolicLink, FileStatus.TryOf(_folder.File("b"))!.Kind);
        Assert.Null(FileStatus.TryOf(_folder.File("none")));
    }
}
