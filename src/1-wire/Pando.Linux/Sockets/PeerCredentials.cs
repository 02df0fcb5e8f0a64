using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pando.Linux.Sockets;

/// <summary>Who connected, as the kernel noted it at connect(2) (SO_PEERCRED, unix(7)).</summary>
/// <param name="Pid">The process then; 0 when it is in a namespace that we cannot see.</param>
/// <param name="Uid">Its effective user.</param>
/// <param name="Gid">Its effective group.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PeerCredentials(int Pid, uint Uid, uint Gid)
{
    // NGROUPS_MAX
    private const int MaxGroups = 65536;

    /// <summary>Reads the credentials of a connected unix socket's other end.</summary>
    /// <exception cref="SocketException">It is no unix socket.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Span<byte> bytes = stackalloc byte[12];
        int count = socket.GetRawSocketOption(Libc.SOL_SOCKET, Libc.SO_PEERCRED, bytes);
        return count == bytes.Length
            ? MemoryMarshal.Read<PeerCredentials>(bytes)
            : throw new SocketException((int)SocketError.ProtocolOption);
    }

    /// <summary>The supplementary groups of the other end, as they were at connect(2) (SO_PEERGROUPS).</summary>
    /// <exception cref="SocketException">It is no unix socket.</exception>
    public static IReadOnlyList<uint> GroupsOf(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        Span<byte> bytes = new byte[sizeof(uint) * MaxGroups];
        int count = socket.GetRawSocketOption(Libc.SOL_SOCKET, Libc.SO_PEERGROUPS, bytes);
        return MemoryMarshal.Cast<byte, uint>(bytes[..count]).ToArray();
    }
}
