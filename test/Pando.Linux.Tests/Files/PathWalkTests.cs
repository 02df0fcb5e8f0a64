using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;

namespace Pando.Linux.Tests.Files;

public sealed class PathWalkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plain_file_opens()
    {
        string path = Write("a/b/disk.img", "content");

        using SafeFileHandle file = PathWalk.OpenFile(path, FileAccess.ReadWrite);

        Assert.Equal(FileIdentity.Of(file), FileStatus.TryOf(path)!.Identity);
        Assert.Equal(7ul, FileIdentity.Of(file).Size);
    }

    [Theory]
    [InlineData("a/none/disk", "a/none", PathRefusalReason.Missing)]
    [InlineData("a/disk/more", "a/disk", PathRefusalReason.NotADirectory)]
    [InlineData("a", "a", PathRefusalReason.NotAFile)]
    [InlineData("loop/x", "loop", PathRefusalReason.TooManyLinks)]
    [InlineData("dangling", "a/gone", PathRefusalReason.Missing)]
    public void The_component_that_stops_is_named(string path, string component, PathRefusalReason reason)
    {
        Write("a/disk", "x");
        File.CreateSymbolicLink(_folder.File("loop"), "loop");
        File.CreateSymbolicLink(_folder.File("dangling"), "a/gone");

        var failure = Assert.Throws<PathWalkException>(() => PathWalk.OpenFile(_folder.File(path), FileAccess.Read));

        Assert.Equal((_folder.File(component), reason), (failure.Component, failure.Reason));
        Assert.Contains(failure.Component, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_of_ours_are_followed_relative_absolute_and_upwards()
    {
        string path = Write("a/disk", "x");
        Directory.CreateDirectory(_folder.File("b"));
        File.CreateSymbolicLink(_folder.File("b/relative"), "../a/./disk");
        File.CreateSymbolicLink(_folder.File("absolute"), _folder.File("b/relative"));

        using SafeFileHandle file = PathWalk.OpenFile(_folder.File("b/../absolute"), FileAccess.Read);

        Assert.Equal(FileStatus.TryOf(path)!.Identity, FileIdentity.Of(file));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Links_that_another_user_owns_or_could_replace_are_not_followed(bool ownsLink)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may give files away.");
        Write("disk", "x");
        Directory.CreateDirectory(_folder.File("d"));
        File.CreateSymbolicLink(_folder.File("d/link"), _folder.File("disk"));
        Assert.Equal(0, Libc.fchownat(Libc.AT_FDCWD, _folder.File(ownsLink ? "d/link" : "d"), 65534, 65534, Libc.AT_SYMLINK_NOFOLLOW));

        var failure = Assert.Throws<PathWalkException>(() => PathWalk.OpenFile(_folder.File("d/link"), FileAccess.Read));

        Assert.Equal((_folder.File("d/link"), PathRefusalReason.UntrustedLink), (failure.Component, failure.Reason));
    }

    [Fact]
    public void Devices_that_are_no_disks_and_pipes_are_not_opened()
    {
        var failure = Assert.Throws<PathWalkException>(() => PathWalk.OpenFile("/dev/null", FileAccess.Read));

        Assert.Equal(PathRefusalReason.NotAFile, failure.Reason);
    }

    [Fact]
    public void A_relative_path_is_the_callers_mistake() =>
        Assert.Throws<ArgumentException>(() => PathWalk.OpenFile("disk", FileAccess.Read));

    [Fact]
    public void Directories_open_as_directories()
    {
        Write("a/disk", "x");

        using Descriptor directory = PathWalk.OpenDirectory(_folder.File("a"));

        Assert.Equal(FileKind.Directory, FileStatus.Of(directory).Kind);
        Assert.Throws<PathWalkException>(() => PathWalk.OpenDirectory(_folder.File("a/disk")));
        Assert.Equal(FileKind.Regular, PathWalk.Status(_folder.File("a/disk")).Kind);
    }

    [Theory]
    [InlineData("750", "640", AccessModes.Read, "a", PathRefusalReason.NoSearchPermission)]
    [InlineData("711", "640", AccessModes.Read, "a/disk", PathRefusalReason.NoReadPermission)]
    [InlineData("711", "644", AccessModes.Read | AccessModes.Write, "a/disk", PathRefusalReason.NoWritePermission)]
    [InlineData("711", "666", AccessModes.Execute, "a/disk", PathRefusalReason.NoExecutePermission)]
    [InlineData("711", "646", AccessModes.Read | AccessModes.Write, null, PathRefusalReason.Other)]
    public void Access_of_another_user_is_computed_from_the_bits(
        string folderMode, string fileMode, AccessModes modes, string? component, PathRefusalReason reason)
    {
        string path = Write("a/disk", "x");
        File.SetUnixFileMode(_folder.Path, Octal("755"));
        File.SetUnixFileMode(_folder.File("a"), Octal(folderMode));
        File.SetUnixFileMode(path, Octal(fileMode));

        PathRefusal? refusal = PathAccess.Refusal(path, 64055, 64055, modes);

        Assert.Equal(component is null ? null : new PathRefusal(_folder.File(component), reason), refusal);
    }

    [Fact]
    public void The_first_class_that_matches_decides_alone()
    {
        string path = Write("disk", "x");
        File.SetUnixFileMode(_folder.Path, Octal("755"));
        File.SetUnixFileMode(path, Octal("604"));
        uint group = FileStatus.TryOf(path)!.Gid;

        Assert.Null(PathAccess.Refusal(path, 64055, 64055, AccessModes.Read));
        Assert.NotNull(PathAccess.Refusal(path, 64055, group, AccessModes.Read));
        Assert.NotNull(PathAccess.Refusal(path, 64055, 64055, AccessModes.Read, [group]));
        Assert.Null(PathAccess.Refusal(path, 0, 0, AccessModes.Read | AccessModes.Write));
    }

    private static UnixFileMode Octal(string mode) => (UnixFileMode)Convert.ToInt32(mode, 8);

    private string Write(string name, string content)
    {
        string path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }
}
