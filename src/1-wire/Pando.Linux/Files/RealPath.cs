using System.Runtime.InteropServices;

namespace Pando.Linux.Files;

/// <summary>A path without links, "." and ".." (realpath(3)).</summary>
public static class RealPath
{
    /// <summary>Null where it leads nowhere, or where this process may not look.</summary>
    public static unsafe string? TryOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte* resolved = Libc.realpath(path, null);
        if (resolved is null)
        {
            return null;
        }

        try
        {
            return Marshal.PtrToStringUTF8((nint)resolved);
        }
        finally
        {
            Libc.free(resolved);
        }
    }
}
