namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Pools, volumes and the files of machines.</summary>
    public static class Storage
    {
        /// <summary>No pool has that name. Facts: pool.</summary>
        public static readonly ErrorCode PoolNotFound = new("storage.pool-not-found", ErrorKind.NotFound);

        /// <summary>Pools of that kind cannot be had. Facts: kind.</summary>
        public static readonly ErrorCode PoolKind = new("storage.pool-kind", ErrorKind.Unsupported);

        /// <summary>Another pool has the name. Facts: pool, uuid.</summary>
        public static readonly ErrorCode PoolNameTaken = new("storage.pool-name-taken", ErrorKind.Exists);

        /// <summary>Another pool has the uuid. Facts: uuid, pool.</summary>
        public static readonly ErrorCode PoolUuidTaken = new("storage.pool-uuid-taken", ErrorKind.Exists);

        /// <summary>Another pool has the directory. Facts: path, pool.</summary>
        public static readonly ErrorCode PoolPathTaken = new("storage.pool-path-taken", ErrorKind.Exists);

        /// <summary>Somebody else changed the definition since it was read. Facts: pool.</summary>
        public static readonly ErrorCode PoolChangedMeanwhile = new("storage.pool-changed-meanwhile", ErrorKind.Refused);

        /// <summary>The pool is active. Facts: pool.</summary>
        public static readonly ErrorCode PoolActive = new("storage.pool-active", ErrorKind.Refused);

        /// <summary>The pool is not active. Facts: pool.</summary>
        public static readonly ErrorCode PoolNotActive = new("storage.pool-not-active", ErrorKind.Refused);

        /// <summary>The pool is not stored. Facts: pool.</summary>
        public static readonly ErrorCode PoolIsTransient = new("storage.pool-is-transient", ErrorKind.Refused);

        /// <summary>A pool's directory is not empty, and is not removed therefore. Facts: pool, path.</summary>
        public static readonly ErrorCode PoolNotEmpty = new("storage.pool-not-empty", ErrorKind.Refused);

        /// <summary>A volume or image cannot have that name. Facts: name, reason.</summary>
        public static readonly ErrorCode BadName = new("storage.bad-name", ErrorKind.Invalid);

        /// <summary>That image format is not supported here. Facts: format.</summary>
        public static readonly ErrorCode BadFormat = new("storage.bad-format", ErrorKind.Invalid);

        /// <summary>A volume cannot have that size. Facts: name, reason.</summary>
        public static readonly ErrorCode BadSize = new("storage.bad-size", ErrorKind.Invalid);

        /// <summary>A volume of that name is in the pool already. Facts: pool, name.</summary>
        public static readonly ErrorCode VolumeExists = new("storage.volume-exists", ErrorKind.Exists);

        /// <summary>The pool has no such volume. Facts: pool, name.</summary>
        public static readonly ErrorCode VolumeNotFound = new("storage.volume-not-found", ErrorKind.NotFound);

        /// <summary>Other volumes are backed by that file. Facts: path, users.</summary>
        public static readonly ErrorCode VolumeInUse = new("storage.volume-in-use", ErrorKind.Refused);

        /// <summary>A volume is a disk of machines. Facts: path, users.</summary>
        public static readonly ErrorCode VolumeOfMachine = new("storage.volume-of-machine", ErrorKind.Refused);

        /// <summary>Something else is at the path now. Facts: path.</summary>
        public static readonly ErrorCode PathTaken = new("storage.path-taken", ErrorKind.Exists);

        /// <summary>Volumes only grow: shrinking would cut off data. Facts: name, asked, current.</summary>
        public static readonly ErrorCode ShrinkRefused = new("storage.shrink-refused", ErrorKind.Refused);

        /// <summary>No installer is known to be there. Facts: location.</summary>
        public static readonly ErrorCode NoInstaller = new("storage.no-installer", ErrorKind.NotFound);

        /// <summary>There is not enough room. Facts: path, needed, free.</summary>
        public static readonly ErrorCode NoSpace = new("storage.no-space", ErrorKind.Exhausted);

        /// <summary>The file system ran full during a write; nothing was left behind. Facts: path.</summary>
        public static readonly ErrorCode DiskFull = new("storage.disk-full", ErrorKind.Exhausted);

        /// <summary>A part of a path does not exist. Facts: path, component.</summary>
        public static readonly ErrorCode PathMissing = new("storage.path-missing", ErrorKind.NotFound);

        /// <summary>A part of a path is used as a directory and is none. Facts: path, component.</summary>
        public static readonly ErrorCode PathNotADirectory = new("storage.path-not-a-directory", ErrorKind.Invalid);

        /// <summary>A directory of a path may not be passed through. Facts: path, component.</summary>
        public static readonly ErrorCode PathNoSearch = new("storage.path-no-search", ErrorKind.Denied);

        /// <summary>A part of a path is another user's symbolic link. Facts: path, component.</summary>
        public static readonly ErrorCode PathUntrustedLink = new("storage.path-untrusted-link", ErrorKind.Denied);

        /// <summary>A path leads through too many symbolic links. Facts: path, component.</summary>
        public static readonly ErrorCode PathTooManyLinks = new("storage.path-too-many-links", ErrorKind.Invalid);

        /// <summary>A file may not be read. Facts: path, component.</summary>
        public static readonly ErrorCode PathUnreadable = new("storage.path-unreadable", ErrorKind.Denied);

        /// <summary>A file may not be written. Facts: path, component.</summary>
        public static readonly ErrorCode PathUnwritable = new("storage.path-unwritable", ErrorKind.Denied);

        /// <summary>A file system is mounted read-only. Facts: path, component.</summary>
        public static readonly ErrorCode PathReadOnly = new("storage.path-read-only", ErrorKind.Refused);

        /// <summary>A path leads to neither a regular file nor a block device. Facts: path, component.</summary>
        public static readonly ErrorCode PathNotAFile = new("storage.path-not-a-file", ErrorKind.Invalid);

        /// <summary>A component of a path is neither a character device nor a named pipe. Facts: path, component.</summary>
        public static readonly ErrorCode PathNotADevice = new("storage.path-not-a-device", ErrorKind.Invalid);

        /// <summary>A part of a path cannot be opened; the system's words are kept. Facts: path, component.</summary>
        public static readonly ErrorCode PathUnavailable = new("storage.path-unavailable", ErrorKind.Broken);

        /// <summary>A file is not a valid qcow2 image. Facts: path, reason.</summary>
        public static readonly ErrorCode ImageMalformed = new("storage.image-malformed", ErrorKind.Invalid);

        /// <summary>An image has a feature that is refused because it reaches for files behind one's back. Facts: path, reason.</summary>
        public static readonly ErrorCode ImageRefused = new("storage.image-refused", ErrorKind.Refused);

        /// <summary>An image is backed by itself. Facts: path.</summary>
        public static readonly ErrorCode BackingLoop = new("storage.backing-loop", ErrorKind.Invalid);

        /// <summary>A chain of backing images is too long. Facts: path, limit.</summary>
        public static readonly ErrorCode BackingTooDeep = new("storage.backing-too-deep", ErrorKind.Invalid);

        /// <summary>An image does not say what format its backing image has; guessing would let a guest read other files. Facts: path, backing.</summary>
        public static readonly ErrorCode BackingFormatMissing = new("storage.backing-format-missing", ErrorKind.Invalid);

        /// <summary>Only regular files can be moved to the trash. Facts: path, kind.</summary>
        public static readonly ErrorCode NotAFile = new("storage.not-a-file", ErrorKind.Refused);

        /// <summary>The file system cannot keep extended attributes, which say who made a volume and what format it has. Facts: pool, path.</summary>
        public static readonly ErrorCode NoAttributes = new("storage.no-attributes", ErrorKind.Unsupported);

        /// <summary>A file system does not answer. Facts: path, waited.</summary>
        public static readonly ErrorCode NotAnswering = new("storage.not-answering", ErrorKind.PeerSilent);

        /// <summary>A program that is needed is not installed. Facts: program, package.</summary>
        public static readonly ErrorCode ProgramMissing = new("storage.program-missing", ErrorKind.Unsupported);

        /// <summary>A program said no; its words are kept. Facts: program, status, what.</summary>
        public static readonly ErrorCode ProgramFailed = new("storage.program-failed", ErrorKind.PeerRefused);

        /// <summary>A program did not end within its limit and was killed. Facts: program, what, waited.</summary>
        public static readonly ErrorCode ProgramSilent = new("storage.program-silent", ErrorKind.PeerSilent);

        /// <summary>A cloud-init request is not valid. Facts: field, reason.</summary>
        public static readonly ErrorCode BadCloudInit = new("storage.bad-cloud-init", ErrorKind.Invalid);

        /// <summary>Reading or writing failed; the system's words are kept. Facts: path.</summary>
        public static readonly ErrorCode Io = new("storage.io", ErrorKind.Broken);
    }
}
