using Pando.Linux;
using Pando.Model.Errors;

namespace Pando.Domains;

/// <summary>Names what can go wrong with the file of a saved machine.</summary>
internal static class SaveFailures
{
    /// <summary><c>save.damaged</c>, with a reason that is a text of its own.</summary>
    public static CallerException Damaged(string path, string reason, params ReadOnlySpan<ErrorFact> facts) =>
        new(ErrorCodes.Save.Damaged, [("path", path), ("reason", "save.reason." + reason), .. facts]);

    /// <summary>A file that could not be made or written: <c>save.disk-full</c> or <c>save.unwritable</c>.</summary>
    public static PandoException Unwritable(Exception failure, string name, string path) => IsFull(failure)
        ? new MachineryException(ErrorCodes.Save.DiskFull, failure, ("name", name), ("path", path))
        : new CallerException(ErrorCodes.Save.Unwritable, failure, ("name", name), ("path", path), ("reason", failure.Message));

    /// <summary>Whether writing failed of the file or its system, and of nothing of ours.</summary>
    public static bool IsOfFile(Exception failure) => failure is IOException or UnauthorizedAccessException or ArgumentException;

    private static bool IsFull(Exception failure) => failure switch
    {
        SyscallException call => call.Errno is Errno.ENOSPC or Errno.EDQUOT,
        // .NET keeps the error number here.
        IOException => failure.HResult is Errno.ENOSPC or Errno.EDQUOT,
        _ => false,
    };
}
