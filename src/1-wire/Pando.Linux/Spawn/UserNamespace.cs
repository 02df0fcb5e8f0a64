using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Spawn;

/// <summary>
/// A user namespace (user_namespaces(7)) for a process that is started. unshare(1) makes it before anything else runs, while the process
/// is still ours: so it needs no permission that an ordinary user has, and this process, which owns it, says which ids there are.
/// In between the process has every capability inside of it and none outside; setpriv(1) takes them all away again, the bounding set too.
/// </summary>
internal static class UserNamespace
{
    /// <summary>What is executed before the gate. Capabilities must be ambient: without a user 0 in the namespace they do not outlive execve(2).</summary>
    public static IReadOnlyList<string> Command => [ProgramPath.Of("unshare"), "--user", "--keep-caps", "--"];

    /// <summary>Lets there be only this user and its groups in the namespace that the process has made.</summary>
    /// <exception cref="IOException">The kernel takes no such map, or the process is still in our own namespace.</exception>
    public static void Fill(int pid, RunAs user)
    {
        // The maps of our own namespace are written long ago, but a wrong process is not to be guessed at by an error.
        if (LinkOf(pid.ToString(CultureInfo.InvariantCulture)) == LinkOf("self"))
        {
            throw new IOException($"Process {pid} has no user namespace of its own.");
        }

        Write(pid, "gid_map", IdentityMap.Of([user.Gid, .. user.Groups]));
        Write(pid, "uid_map", IdentityMap.Of([user.Uid]));
    }

    private static string? LinkOf(string process) => new FileInfo($"/proc/{process}/ns/user").LinkTarget;

    // The kernel takes a map by one write(2), and only once.
    private static void Write(int pid, string file, string map)
    {
        using SafeFileHandle handle = File.OpenHandle(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, Encoding.ASCII.GetBytes(map), 0);
    }
}
