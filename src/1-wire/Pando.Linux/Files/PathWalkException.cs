namespace Pando.Linux.Files;

/// <summary>Why a path cannot be walked or its file not be opened.</summary>
public enum PathRefusalReason
{
    /// <summary>The component does not exist.</summary>
    Missing,

    /// <summary>The component is used as a directory and is none.</summary>
    NotADirectory,

    /// <summary>The component is a directory that may not be passed through (no x bit).</summary>
    NoSearchPermission,

    /// <summary>The component is a symbolic link that another user than root or us made or could replace.</summary>
    UntrustedLink,

    /// <summary>More than 40 symbolic links.</summary>
    TooManyLinks,

    /// <summary>The file may not be read.</summary>
    NoReadPermission,

    /// <summary>The file may not be written.</summary>
    NoWritePermission,

    /// <summary>The file may not be executed.</summary>
    NoExecutePermission,

    /// <summary>The file system is mounted read-only.</summary>
    ReadOnlyFileSystem,

    /// <summary>Neither a regular file nor a block device.</summary>
    NotAFile,

    /// <summary>Neither a character device nor a named pipe.</summary>
    NotADevice,

    /// <summary>Something else; the error number says what.</summary>
    Other,
}

/// <summary>The component of a path that stops somebody, and why.</summary>
/// <param name="Component">The absolute path up to and with the component.</param>
/// <param name="Reason">Why.</param>
public sealed record PathRefusal(string Component, PathRefusalReason Reason);

/// <summary>A path could not be walked to its end, or the file there not be opened.</summary>
public sealed class PathWalkException : IOException
{
    /// <param name="path">The path as it was asked for.</param>
    /// <param name="component">The absolute path up to and with the component that stops.</param>
    /// <param name="reason">Why.</param>
    /// <param name="errno">The kernel's number where it said no, else 0.</param>
    public PathWalkException(string path, string component, PathRefusalReason reason, int errno = 0)
        : base(Describe(path, component, reason, errno))
    {
        Path = path;
        Component = component;
        Reason = reason;
        Errno = errno;
    }

    /// <summary>The path as it was asked for.</summary>
    public string Path { get; }

    /// <summary>The absolute path up to and with the component that stops.</summary>
    public string Component { get; }

    /// <summary>Why.</summary>
    public PathRefusalReason Reason { get; }

    /// <summary>The kernel's number where it said no, else 0.</summary>
    public int Errno { get; }

    private static string Describe(string path, string component, PathRefusalReason reason, int errno)
    {
        string why = reason switch
        {
            PathRefusalReason.Missing => "does not exist",
            PathRefusalReason.NotADirectory => "is not a directory",
            PathRefusalReason.NoSearchPermission => "may not be passed through (no search permission)",
            PathRefusalReason.UntrustedLink => "is a symbolic link of another user and is not followed",
            PathRefusalReason.TooManyLinks => "leads through more than 40 symbolic links",
            PathRefusalReason.NoReadPermission => "may not be read",
            PathRefusalReason.NoWritePermission => "may not be written",
            PathRefusalReason.NoExecutePermission => "may not be executed",
            PathRefusalReason.ReadOnlyFileSystem => "is on a file system that is mounted read-only",
            PathRefusalReason.NotAFile => "is neither a regular file nor a block device",
            PathRefusalReason.NotADevice => "is neither a character device nor a named pipe",
            _ => System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(errno),
        };
        return string.Equals(path, component, StringComparison.Ordinal) ? $"{path} {why}." : $"{path}: {component} {why}.";
    }
}
