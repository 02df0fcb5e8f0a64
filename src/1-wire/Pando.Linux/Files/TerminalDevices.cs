using System.Runtime.InteropServices;

namespace Pando.Linux.Files;

/// <summary>
/// A /dev that holds nothing but the multiplexer of pseudo-terminals, mounted nowhere yet (fsopen(2), fsmount(2)). A bind mount of
/// the host's own /dev/ptmx cannot be opened: the kernel looks for the terminals beside it (pts(4)), and beside a mount of a single
/// file there is nothing.
/// </summary>
public sealed class TerminalDevices : IDisposable
{
    private const int Open = 430;
    private const int Configure = 431;
    private const int Mount = 432;
    private const int CloseOnExec = 1;
    private const int SetText = 1;
    private const int Create = 6;
    private const int NoSetUid = 2;
    private const int NoExecute = 8;
    private const uint CharacterDevice = 0x2000;
    private const uint ReadWriteForAll = 0b110_110_110;
    private const ulong Multiplexer = (5 << 8) | 2;
    private readonly Descriptor _mount;

    private TerminalDevices(Descriptor mount) => _mount = mount;

    /// <summary>The mount, to be moved to its place.</summary>
    internal int Number => (int)_mount.DangerousGetHandle();

    /// <summary>Makes one.</summary>
    /// <exception cref="SyscallException">The kernel is older than 5.2, or this process may not mount or make devices.</exception>
    public static TerminalDevices Make()
    {
        using var type = new Text("tmpfs");
        using var key = new Text("mode");
        using var mode = new Text("755");
        using Descriptor context = Check("fsopen", Libc.syscall(Open, type.Pointer, CloseOnExec, 0, 0));
        long number = context.DangerousGetHandle();
        Succeed("fsconfig", Libc.syscall6(Configure, number, SetText, key.Pointer, mode.Pointer, 0));
        Succeed("fsconfig", Libc.syscall6(Configure, number, Create, 0, 0, 0));
        var devices = new TerminalDevices(Check("fsmount", Libc.syscall(Mount, number, CloseOnExec, NoSetUid | NoExecute, 0)));
        try
        {
            Succeed("mknodat", Libc.mknodat(devices.Number, "ptmx", CharacterDevice | ReadWriteForAll, Multiplexer));
            Succeed("fchmodat", Libc.fchmodat(devices.Number, "ptmx", ReadWriteForAll, 0));
            return devices;
        }
        catch
        {
            devices.Dispose();
            throw;
        }
    }

    /// <summary>The multiplexer itself, for a rule on it.</summary>
    public Descriptor OpenMultiplexer() => Check("openat", Libc.openat(Number, "ptmx", Libc.O_PATH | Libc.O_CLOEXEC, 0));

    /// <inheritdoc/>
    public void Dispose() => _mount.Dispose();

    private static Descriptor Check(string call, long number) => number >= 0 ? new Descriptor((int)number) : throw SyscallException.Last(call);

    private static void Succeed(string call, long result)
    {
        if (result < 0)
        {
            throw SyscallException.Last(call);
        }
    }

    private readonly struct Text(string value) : IDisposable
    {
        public nint Pointer { get; } = Marshal.StringToCoTaskMemUTF8(value);

        public void Dispose() => Marshal.FreeCoTaskMem(Pointer);
    }
}
