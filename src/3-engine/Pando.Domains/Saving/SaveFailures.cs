using System.Runtime.InteropServices;
using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;

namespace Pando.Domains;

/// <summary>Names what can go wrong with the file of a saved machine.</summary>
internal static class SaveFailures
{
    // Less than one write of QEMU's.
    private const long Scarce = 1 << 20;

    private static readonly int[] FullNumbers = [Errno.ENOSPC, Errno.EDQUOT];

    /// <summary><c>save.damaged</c>, with a reason that is a text of its own.</summary>
    public static CallerException Damaged(string path, string reason, params ReadOnlySpan<ErrorFact> facts) =>
        new(ErrorCodes.Save.Damaged, [("path", path), ("reason", "save.reason." + reason), .. facts]);

    /// <summary>A file that could not be made or written: <c>save.disk-full</c> or <c>save.unwritable</c>.</summary>
    public static PandoException Unwritable(Exception failure, string name, string path) => IsFull(failure)
        ? new MachineryException(ErrorCodes.Save.DiskFull, failure, ("name", name), ("path", path))
        : new CallerException(ErrorCodes.Save.Unwritable, failure, ("name", name), ("path", path), ("reason", failure.Message.TrimEnd('.')));

    /// <summary>Whether writing failed of the file or its system, and of nothing of ours.</summary>
    public static bool IsOfFile(Exception failure) => failure is IOException or UnauthorizedAccessException or ArgumentException;

    /// <summary><c>save.disk-full</c>.</summary>
    public static PandoException Full(string name, string path) => Unwritable(new SyscallException("write", Errno.ENOSPC, path), name, path);

    /// <summary>
    /// Whether another process could not write a file for want of room: by the kernel's own words for it in what that process
    /// said, or where it says nothing by what is left for one that is not root.
    /// </summary>
    public static bool IsFull(string path, string? words) =>
        FullNumbers.Any(number => words?.Contains(Marshal.GetPInvokeErrorMessage(number), StringComparison.Ordinal) == true)
        || FileSystemSpace.Of(Path.GetDirectoryName(path)!).AvailableBytes < Scarce;

    private static bool IsFull(Exception failure) => failure switch
    {
        SyscallException call => FullNumbers.Contains(call.Errno),
        // .NET keeps the error number here.
        IOException => FullNumbers.Contains(failure.HResult),
        _ => false,
    };
}
