using Pando.Linux.Files;

namespace Pando.Linux.Tests.Files;

/// <summary>Asserts on a file's status.</summary>
internal static class FileStatusProbe
{
    public static void AssertOwner(string path, uint? uid, uint? gid)
    {
        FileStatus status = FileStatus.TryOf(path)!;
        Assert.Equal((uid ?? Libc.geteuid(), gid ?? Libc.getegid()), (status.Uid, status.Gid));
    }
}
