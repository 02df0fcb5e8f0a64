using System.Runtime.InteropServices;

namespace Pando.Linux;

internal static partial class Libc
{
    /// <summary>sched_param of sched.h: one number.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SchedulingParameter
    {
        public int Priority;
    }

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int sched_setaffinity(int thread, nuint bytes, byte* mask);

    [LibraryImport(Library, SetLastError = true)]
    internal static unsafe partial int sched_setscheduler(int thread, int policy, SchedulingParameter* parameter);
}
