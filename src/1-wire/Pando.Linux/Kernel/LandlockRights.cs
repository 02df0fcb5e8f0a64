using Pando.Linux.Files;

namespace Pando.Linux.Kernel;

/// <summary>LANDLOCK_ACCESS_FS_* and LANDLOCK_SCOPE_* of linux/landlock.h, and since which version of the interface each is known.</summary>
internal static class LandlockRights
{
    public const int ScopesSince = 6;

    private const ulong Execute = 1 << 0;
    private const ulong WriteFile = 1 << 1;
    private const ulong ReadFile = 1 << 2;
    private const ulong ReadDirectory = 1 << 3;
    private const ulong RemoveDirectory = 1 << 4;
    private const ulong RemoveFile = 1 << 5;
    private const ulong MakeDirectory = 1 << 7;
    private const ulong MakeRegular = 1 << 8;
    private const ulong MakeSocket = 1 << 9;
    private const ulong MakePipe = 1 << 10;
    private const ulong MakeLink = 1 << 12;
    private const ulong MoveBetweenDirectories = 1 << 13;
    private const ulong Truncate = 1 << 14;
    private const ulong ControlDevice = 1 << 15;
    private const ulong Making =
        RemoveDirectory | RemoveFile | MakeDirectory | MakeRegular | MakeSocket | MakePipe | MakeLink | MoveBetweenDirectories;
    private const ulong OfFiles = Execute | WriteFile | ReadFile | Truncate | ControlDevice;

    /// <summary>All rights that this version can take away.</summary>
    public static ulong KnownTo(int version) => version switch
    {
        <= 1 => (1 << 13) - 1,
        2 => (1 << 14) - 1,
        3 or 4 => (1 << 15) - 1,
        _ => (1 << 16) - 1,
    };

    /// <summary>Abstract unix sockets and signals outside.</summary>
    public static ulong ScopesKnownTo(int version) => version >= ScopesSince ? 0b11u : 0;

    /// <summary>A rule on what is no directory may only hold rights of files.</summary>
    public static ulong Of(FileRights rights, FileKind kind)
    {
        ulong all = 0;
        all |= rights.HasFlag(FileRights.Read) ? ReadFile | ReadDirectory : 0;
        all |= rights.HasFlag(FileRights.Write) ? WriteFile | Truncate : 0;
        all |= rights.HasFlag(FileRights.Execute) ? Execute : 0;
        all |= rights.HasFlag(FileRights.Make) ? Making : 0;
        all |= rights.HasFlag(FileRights.Control) ? ControlDevice : 0;
        return kind == FileKind.Directory ? all : all & OfFiles;
    }
}
