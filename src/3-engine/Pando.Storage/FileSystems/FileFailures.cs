using Pando.Linux;
using Pando.Linux.Files;
using Pando.Model.Errors;

namespace Pando.Storage.FileSystems;

/// <summary>What the kernel and the walk of a path say, as errors that have a name.</summary>
internal static class FileFailures
{
    private const int Edquot = 122;

    /// <summary>The named error for a failure on a path; an error that has a name already stays what it is.</summary>
    public static Exception Named(Exception failure, string path) => failure switch
    {
        PathWalkException walk => Named(walk),
        SyscallException { Errno: Errno.ENOSPC or Edquot } => new MachineryException(ErrorCodes.Storage.DiskFull, failure, ("path", path)),
        SyscallException => new MachineryException(ErrorCodes.Storage.Io, failure, ("path", path)),
        // .NET's own exception of a full disk has the error number in its HResult.
        IOException { HResult: Errno.ENOSPC or Edquot } => new MachineryException(ErrorCodes.Storage.DiskFull, failure, ("path", path)),
        IOException or UnauthorizedAccessException => new MachineryException(ErrorCodes.Storage.Io, failure, ("path", path)),
        _ => failure,
    };

    private static PandoException Named(PathWalkException walk)
    {
        ErrorFact[] facts = [("path", walk.Path), ("component", walk.Component)];
        return walk.Reason switch
        {
            PathRefusalReason.Missing => new CallerException(ErrorCodes.Storage.PathMissing, walk, facts),
            PathRefusalReason.NotADirectory => new CallerException(ErrorCodes.Storage.PathNotADirectory, walk, facts),
            PathRefusalReason.NoSearchPermission => new CallerException(ErrorCodes.Storage.PathNoSearch, walk, facts),
            PathRefusalReason.UntrustedLink => new CallerException(ErrorCodes.Storage.PathUntrustedLink, walk, facts),
            PathRefusalReason.TooManyLinks => new CallerException(ErrorCodes.Storage.PathTooManyLinks, walk, facts),
            PathRefusalReason.NoReadPermission => new CallerException(ErrorCodes.Storage.PathUnreadable, walk, facts),
            PathRefusalReason.NoWritePermission => new CallerException(ErrorCodes.Storage.PathUnwritable, walk, facts),
            PathRefusalReason.ReadOnlyFileSystem => new CallerException(ErrorCodes.Storage.PathReadOnly, walk, facts),
            PathRefusalReason.NotAFile => new CallerException(ErrorCodes.Storage.PathNotAFile, walk, facts),
            PathRefusalReason.NotADevice => new CallerException(ErrorCodes.Storage.PathNotADevice, walk, facts),
            _ => new MachineryException(ErrorCodes.Storage.PathUnavailable, walk, facts),
        };
    }
}
