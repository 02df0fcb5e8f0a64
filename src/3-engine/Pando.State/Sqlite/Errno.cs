namespace Pando.State.Sqlite;

/// <summary>The kernel's numbers (errno(3)) that matter here; .NET keeps them in <see cref="Exception.HResult"/> of an IOException.</summary>
internal static class Errno
{
    /// <summary>EAGAIN: somebody else has the lock.</summary>
    public const int WouldBlock = 11;

    /// <summary>ENOSPC.</summary>
    public const int NoSpace = 28;

    /// <summary>EDQUOT.</summary>
    public const int QuotaExceeded = 122;
}
