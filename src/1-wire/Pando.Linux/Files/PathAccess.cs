namespace Pando.Linux.Files;

/// <summary>What somebody wants to do with a file or directory (the rwx of permission bits).</summary>
[Flags]
public enum AccessModes
{
    /// <summary>Only to see that it is there.</summary>
    None = 0,

    /// <summary>Execute a file, pass through a directory.</summary>
    Execute = 1,

    /// <summary>Write a file, create and delete in a directory.</summary>
    Write = 2,

    /// <summary>Read a file, list a directory.</summary>
    Read = 4,
}

/// <summary>Computes from owners and permission bits what another user may open.</summary>
public static class PathAccess
{
    /// <summary>
    /// Whether this user could use the path so: null, or the first component that forbids it. Access lists count only as far as the
    /// group bits show them (their mask), and security modules not at all: a yes is likely, a no is certain unless a list names the user.
    /// </summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="uid">The user; root may do everything but execute what nobody may.</param>
    /// <param name="gid">The user's group.</param>
    /// <param name="modes">What for.</param>
    /// <param name="groups">Supplementary groups.</param>
    /// <exception cref="PathWalkException">We cannot walk it ourselves.</exception>
    public static PathRefusal? Refusal(string path, uint uid, uint gid, AccessModes modes, IReadOnlyCollection<uint>? groups = null)
    {
        PathRefusal? refusal = null;
        using Descriptor end = PathWalk.Walk(
            path,
            out string resolved,
            (directory, status) =>
            {
                if (!Allows(status, AccessModes.Execute))
                {
                    refusal ??= new PathRefusal(directory, PathRefusalReason.NoSearchPermission);
                }
            });
        if (refusal is not null)
        {
            return refusal;
        }

        FileStatus file = FileStatus.Of(end);
        foreach ((AccessModes mode, PathRefusalReason reason) in (ReadOnlySpan<(AccessModes, PathRefusalReason)>)[
            (AccessModes.Read, PathRefusalReason.NoReadPermission),
            (AccessModes.Write, PathRefusalReason.NoWritePermission),
            (AccessModes.Execute, file.Kind is FileKind.Directory ? PathRefusalReason.NoSearchPermission : PathRefusalReason.NoExecutePermission),
        ])
        {
            if (modes.HasFlag(mode) && !Allows(file, mode))
            {
                return new PathRefusal(resolved, reason);
            }
        }

        return null;

        bool Allows(FileStatus status, AccessModes mode)
        {
            int bits = (int)status.Mode;
            if (uid == 0)
            {
                return mode is not AccessModes.Execute || status.Kind is FileKind.Directory || (bits & 0x49) != 0;
            }

            // The first class that matches decides alone, even when a later one would allow more.
            int shift = status.Uid == uid ? 6 : status.Gid == gid || groups?.Contains(status.Gid) == true ? 3 : 0;
            return ((bits >> shift) & (int)mode) == (int)mode;
        }
    }
}
