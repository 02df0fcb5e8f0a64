namespace Pando.Linux;

/// <summary>The POSIX functions that return their error number instead of setting errno.</summary>
internal static class Posix
{
    /// <summary>Throws unless <paramref name="error"/> is 0.</summary>
    public static void Check(string call, int error, string? subject = null)
    {
        if (error != 0)
        {
            throw new SyscallException(call, error, subject);
        }
    }
}
