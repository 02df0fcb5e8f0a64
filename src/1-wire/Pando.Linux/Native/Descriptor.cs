using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux;

/// <summary>A file descriptor of any kind, closed with its handle.</summary>
public class Descriptor : SafeHandleMinusOneIsInvalid
{
    /// <summary>Takes over an open descriptor.</summary>
    public Descriptor(int number)
        : base(ownsHandle: true)
    {
        SetHandle(number);
    }

    /// <summary>A second descriptor for the same open file, closed on exec, numbered at least <paramref name="atLeast"/>.</summary>
    /// <exception cref="SyscallException">No descriptor is left.</exception>
    public static Descriptor Duplicate(SafeHandle source, int atLeast = 0)
    {
        using var reference = new DescriptorReference(source);
        int number = Libc.fcntl(reference.Number, Libc.F_DUPFD_CLOEXEC, atLeast);
        return number >= 0 ? new Descriptor(number) : throw SyscallException.Last("fcntl");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;
}
