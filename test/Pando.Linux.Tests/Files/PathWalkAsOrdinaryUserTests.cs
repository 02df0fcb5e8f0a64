using Pando.Linux.Files;

namespace Pando.Linux.Tests.Files;

/// <summary>The kernel's own refusals need a user without root's rights.</summary>
public sealed class PathWalkAsOrdinaryUserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("700", "644", FileAccess.Read, "a", PathRefusalReason.NoSearchPermission)]
    [InlineData("755", "600", FileAccess.Read, "a/disk", PathRefusalReason.NoReadPermission)]
    [InlineData("755", "644", FileAccess.Write, "a/disk", PathRefusalReason.NoWritePermission)]
    [InlineData("755", "644", FileAccess.ReadWrite, "a/disk", PathRefusalReason.NoWritePermission)]
    [InlineData("755", "600", FileAccess.ReadWrite, "a/disk", PathRefusalReason.NoReadPermission)]
    public void Refusals_of_the_kernel_are_told_apart(
        string folderMode, string fileMode, FileAccess access, string component, PathRefusalReason reason)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may act as another user.");
        Directory.CreateDirectory(_folder.File("a"));
        File.WriteAllText(_folder.File("a/disk"), "x");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        File.SetUnixFileMode(_folder.File("a/disk"), (UnixFileMode)Convert.ToInt32(fileMode, 8));
        File.SetUnixFileMode(_folder.File("a"), (UnixFileMode)Convert.ToInt32(folderMode, 8));

        PathWalkException? failure = null;
        AnotherUser.Do(() => failure = Assert.Throws<PathWalkException>(() => PathWalk.OpenFile(_folder.File("a/disk"), access)));

        Assert.Equal((_folder.File(component), reason, Errno.EACCES), (failure!.Component, failure.Reason, failure.Errno));
    }
}
