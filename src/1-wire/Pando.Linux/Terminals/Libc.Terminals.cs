using System.Runtime.InteropServices;

namespace Pando.Linux;

internal static partial class Libc
{
    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial nint write(int descriptor, byte* buffer, nuint count);
}
