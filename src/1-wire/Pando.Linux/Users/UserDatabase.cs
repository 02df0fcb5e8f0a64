using System.Runtime.InteropServices;

namespace Pando.Linux.Users;

/// <summary>A user as passwd(5) or a directory behind nsswitch.conf(5) knows it.</summary>
/// <param name="Name">The login name.</param>
/// <param name="Uid">The number.</param>
/// <param name="Gid">The primary group.</param>
/// <param name="Home">The home directory.</param>
public sealed record UserEntry(string Name, uint Uid, uint Gid, string Home);

/// <summary>A group as group(5) or a directory behind nsswitch.conf(5) knows it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Gid">The number.</param>
public sealed record GroupEntry(string Name, uint Gid);

/// <summary>Asks the C library, and so every source that nsswitch.conf names. A directory service may take its time to answer.</summary>
public static unsafe class UserDatabase
{
    private const int FirstBufferBytes = 4096;
    private const int LargestBufferBytes = 1 << 20;

    private delegate int UserCall(Libc.Passwd* entry, byte* buffer, nuint size, Libc.Passwd** result);

    private delegate int GroupCall(Libc.Group* entry, byte* buffer, nuint size, Libc.Group** result);

    /// <summary>The user that this process acts as.</summary>
    public static uint EffectiveUid => Libc.geteuid();

    /// <summary>The group that this process acts as.</summary>
    public static uint EffectiveGid => Libc.getegid();

    /// <summary>The user of this name; null when there is none.</summary>
    /// <exception cref="SyscallException">The database cannot be asked.</exception>
    public static UserEntry? FindUser(string name) =>
        User("getpwnam", name, (entry, buffer, size, result) => Libc.getpwnam_r(name, entry, buffer, size, result));

    /// <summary>The user of this number; null when there is none.</summary>
    /// <exception cref="SyscallException">The database cannot be asked.</exception>
    public static UserEntry? FindUser(uint uid) =>
        User("getpwuid", $"{uid}", (entry, buffer, size, result) => Libc.getpwuid_r(uid, entry, buffer, size, result));

    /// <summary>The group of this name; null when there is none.</summary>
    /// <exception cref="SyscallException">The database cannot be asked.</exception>
    public static GroupEntry? FindGroup(string name) =>
        Group("getgrnam", name, (entry, buffer, size, result) => Libc.getgrnam_r(name, entry, buffer, size, result));

    /// <summary>The group of this number; null when there is none.</summary>
    /// <exception cref="SyscallException">The database cannot be asked.</exception>
    public static GroupEntry? FindGroup(uint gid) =>
        Group("getgrgid", $"{gid}", (entry, buffer, size, result) => Libc.getgrgid_r(gid, entry, buffer, size, result));

    /// <summary>All groups of a user, the primary one among them.</summary>
    public static IReadOnlyList<uint> GroupsOf(UserEntry user)
    {
        ArgumentNullException.ThrowIfNull(user);
        int count = 64;
        while (true)
        {
            var groups = new uint[count];
            fixed (uint* first = groups)
            {
                // -1: too small; count is now what it takes.
                if (Libc.getgrouplist(user.Name, user.Gid, first, &count) >= 0)
                {
                    return groups[..count];
                }
            }
        }
    }

    private static UserEntry? User(string call, string subject, UserCall ask) =>
        WithBuffer<UserEntry>(call, subject, (byte* buffer, int size, out int error) =>
        {
            Libc.Passwd entry;
            Libc.Passwd* found = null;
            error = ask(&entry, buffer, (nuint)size, &found);
            return found is null ? null : new UserEntry(Text(entry.Name), entry.Uid, entry.Gid, Text(entry.Home));
        });

    private static GroupEntry? Group(string call, string subject, GroupCall ask) =>
        WithBuffer<GroupEntry>(call, subject, (byte* buffer, int size, out int error) =>
        {
            Libc.Group entry;
            Libc.Group* found = null;
            error = ask(&entry, buffer, (nuint)size, &found);
            return found is null ? null : new GroupEntry(Text(entry.Name), entry.Gid);
        });

    private delegate T? BufferCall<T>(byte* buffer, int size, out int error)
        where T : class;

    private static T? WithBuffer<T>(string call, string subject, BufferCall<T> ask)
        where T : class
    {
        for (int size = FirstBufferBytes; ; size *= 4)
        {
            fixed (byte* buffer = new byte[size])
            {
                T? answer = ask(buffer, size, out int error);
                switch (error)
                {
                    // "No such entry" is 0 with no result; some sources use these numbers for it (getpwnam(3)).
                    case 0 or Errno.ENOENT or Errno.ESRCH:
                        return answer;
                    case Errno.EINTR:
                    case Errno.ERANGE when size < LargestBufferBytes:
                        continue;
                    default:
                        throw new SyscallException(call, error, subject);
                }
            }
        }
    }

    private static string Text(byte* value) => Marshal.PtrToStringUTF8((nint)value) ?? string.Empty;
}
