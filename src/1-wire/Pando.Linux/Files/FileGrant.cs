namespace Pando.Linux.Files;

/// <summary>What may be done with a file, or with everything below a directory.</summary>
[Flags]
public enum FileRights
{
    /// <summary>Read files and list directories.</summary>
    Read = 1,

    /// <summary>Change files.</summary>
    Write = 2,

    /// <summary>Execute programs, which includes libraries mapped by them.</summary>
    Execute = 4,

    /// <summary>Make and remove files and sockets in a directory.</summary>
    Make = 8,

    /// <summary>Control a device (ioctl(2)).</summary>
    Control = 16,
}

/// <summary>A path, and what may be done there.</summary>
/// <param name="Path">Absolute; a file, a device or a directory with all that is below it.</param>
/// <param name="Rights">What may be done.</param>
public sealed record FileGrant(string Path, FileRights Rights);
