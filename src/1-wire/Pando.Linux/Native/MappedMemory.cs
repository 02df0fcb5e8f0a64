using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pando.Linux;

/// <summary>Pages of memory (mmap(2)), unmapped with the handle.</summary>
internal sealed partial class MappedMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int ReadWrite = 1 | 2;
    private const int Shared = 1;
    private const int Private = 2;
    private const int Anonymous = 0x20;

    private MappedMemory(nint address, int size)
        : base(ownsHandle: true)
    {
        SetHandle(address);
        Size = size;
    }

    public int Size { get; }

    /// <summary>Valid as long as this handle is; the caller keeps it alive.</summary>
    public unsafe Span<byte> Bytes => new((void*)handle, Size);

    public ulong Address => (ulong)handle;

    public static MappedMemory Allocate(int size) => Map(size, Private | Anonymous, -1);

    public static MappedMemory Of(SafeHandle file, int size)
    {
        using var reference = new DescriptorReference(file);
        return Map(size, Shared, reference.Number);
    }

    protected override bool ReleaseHandle() => munmap(handle, (nuint)Size) == 0;

    private static MappedMemory Map(int size, int flags, int descriptor)
    {
        nint address = mmap(0, (nuint)size, ReadWrite, flags, descriptor, 0);
        return address != -1 ? new MappedMemory(address, size) : throw SyscallException.Last("mmap");
    }

    [LibraryImport(Libc.Library, SetLastError = true)]
    private static partial nint mmap(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport(Libc.Library, SetLastError = true)]
    private static partial int munmap(nint address, nuint length);
}
