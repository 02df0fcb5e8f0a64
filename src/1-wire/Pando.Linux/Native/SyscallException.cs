using System.Runtime.InteropServices;

namespace Pando.Linux;

/// <summary>The kernel (or libc) refused a call. Says which call, on what, and with which error number.</summary>
public sealed class SyscallException : IOException
{
    /// <param name="call">The call's name as its manual page has it.</param>
    /// <param name="errno">The error number, see <see cref="Linux.Errno"/>.</param>
    /// <param name="subject">The path, pid or other object that was acted on.</param>
    public SyscallException(string call, int errno, string? subject = null)
        : base(Describe(call, errno, subject))
    {
        Call = call;
        Errno = errno;
        Subject = subject;
    }

    /// <summary>The call's name.</summary>
    public string Call { get; }

    /// <summary>The error number.</summary>
    public int Errno { get; }

    /// <summary>What was acted on, where it is known.</summary>
    public string? Subject { get; }

    /// <summary>An exception for the error number that the last P/Invoke left.</summary>
    internal static SyscallException Last(string call, string? subject = null) =>
        new(call, Marshal.GetLastPInvokeError(), subject);

    private static string Describe(string call, int errno, string? subject)
    {
        string reason = Marshal.GetPInvokeErrorMessage(errno);
        return subject is null ? $"{call}: {reason}" : $"{call} {subject}: {reason}";
    }
}
