using System.Runtime.InteropServices;

namespace Pando.Linux;

internal static partial class Libc
{
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int LOCK_UN = 8;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int flock(int descriptor, int operation);
}
