using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux.Kernel;

/// <summary>The kernel's messages, as dmesg(1) shows them (Documentation/ABI/testing/dev-kmsg).</summary>
public static class KernelLog
{
    private const int LongestRecord = 8192;
    private const int MostRecords = 100_000;

    /// <summary>The texts that are in the buffer now, oldest first.</summary>
    /// <param name="path">/dev/kmsg, or a file with records of its format.</param>
    /// <exception cref="SyscallException">It may not be read (dmesg_restrict) or is not there.</exception>
    public static IReadOnlyList<string> Read(string path = "/dev/kmsg")
    {
        int number = Libc.openat(Libc.AT_FDCWD, path, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        using var log = number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw SyscallException.Last("open", path);
        var texts = new List<string>();
        byte[] buffer = new byte[LongestRecord];
        for (int i = 0; i < MostRecords; i++)
        {
            nint count = Read(number, buffer);
            if (count > 0)
            {
                // The device gives one record a read; a file gives many.
                texts.AddRange(Encoding.UTF8.GetString(buffer, 0, (int)count).Split('\n').Select(TextOf).Where(static text => text.Length > 0));
            }
            else if (count == 0 || System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Errno.EPIPE)
            {
                // EAGAIN: all read. (EPIPE: a record was overwritten meanwhile, the next read goes on behind it.)
                break;
            }
        }

        return texts;
    }

    // "6,339,5140900,-;text", then lines that begin with a space and describe the device.
    private static string TextOf(string line)
    {
        int separator = line.IndexOf(';', StringComparison.Ordinal);
        return line.StartsWith(' ') || separator < 0 ? string.Empty : line[(separator + 1)..];
    }

    private static unsafe nint Read(int number, byte[] buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return Libc.read(number, pointer, (nuint)buffer.Length);
        }
    }
}
