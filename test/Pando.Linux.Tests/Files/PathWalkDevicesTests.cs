using System.Text;
using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Linux.Tests.Files;

public sealed class PathWalkDevicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_to_append_to_is_made_for_its_owner_alone_and_kept()
    {
        string path = _folder.File("log");
        Append(path, "one ");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Append(path, "two");

        Assert.Equal("one two", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("none/log", "none", PathRefusalReason.Missing)]
    [InlineData("folder", "folder", PathRefusalReason.NotAFile)]
    [InlineData("dangling", "gone", PathRefusalReason.Missing)]
    public void What_cannot_be_appended_to_is_named(string path, string component, PathRefusalReason reason)
    {
        Directory.CreateDirectory(_folder.File("folder"));
        File.CreateSymbolicLink(_folder.File("dangling"), "gone");

        var failure = Assert.Throws<PathWalkException>(() => PathWalk.OpenToAppend(_folder.File(path)));

        Assert.Equal((_folder.File(component), reason), (failure.Component, failure.Reason));
        Assert.False(File.Exists(_folder.File("gone")));
    }

    [Fact]
    public void A_device_opens_and_what_is_none_does_not()
    {
        using (SafeFileHandle device = PathWalk.OpenDevice("/dev/zero", FileAccess.Read))
        {
            Assert.Equal(4, RandomAccess.Read(device, new byte[4], 0));
        }

        File.WriteAllText(_folder.File("file"), "x");
        var failure = Assert.Throws<PathWalkException>(() => PathWalk.OpenDevice(_folder.File("file"), FileAccess.ReadWrite));
        Assert.Equal(PathRefusalReason.NotADevice, failure.Reason);
    }

    [Fact]
    public void A_pipe_opens_without_anybody_at_its_other_end()
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_folder.File("pipe")]))
        {
            made.WaitForExit();
        }

        using SafeFileHandle pipe = PathWalk.OpenDevice(_folder.File("pipe"), FileAccess.ReadWrite);
        Assert.False(pipe.IsInvalid);
    }

    private static void Append(string path, string text)
    {
        using SafeFileHandle file = PathWalk.OpenToAppend(path);
        // At the end whatever the offset says: O_APPEND.
        RandomAccess.Write(file, Encoding.ASCII.GetBytes(text), 0);
    }
}
