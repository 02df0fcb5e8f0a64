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
}
