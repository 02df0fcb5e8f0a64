namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Guest images that machines are made from.</summary>
    public static class Image
    {
        /// <summary>No guest image has that name. Facts: name.</summary>
        public static readonly ErrorCode NotFound = new("image.not-found", ErrorKind.NotFound);

        /// <summary>A guest image of that name is there already. Facts: name.</summary>
        public static readonly ErrorCode Exists = new("image.exists", ErrorKind.Exists);

        /// <summary>Volumes are backed by that image. Facts: name, users.</summary>
        public static readonly ErrorCode InUse = new("image.in-use", ErrorKind.Refused);

        /// <summary>A volume is just being made of that image. Facts: name.</summary>
        public static readonly ErrorCode BeingCloned = new("image.being-cloned", ErrorKind.Refused);

        /// <summary>A guest image cannot have that name. Facts: name, reason.</summary>
        public static readonly ErrorCode BadName = new("image.bad-name", ErrorKind.Invalid);

        /// <summary>What an image is imported from cannot be used. Facts: source, reason.</summary>
        public static readonly ErrorCode BadSource = new("image.bad-source", ErrorKind.Invalid);

        /// <summary>A checksum is not written as one. Facts: checksum.</summary>
        public static readonly ErrorCode BadChecksum = new("image.bad-checksum", ErrorKind.Invalid);

        /// <summary>The content is not what the checksum says. Facts: source, expected, actual.</summary>
        public static readonly ErrorCode ChecksumMismatch = new("image.checksum-mismatch", ErrorKind.Refused);

        /// <summary>What is imported is larger than the limit. Facts: source, limit.</summary>
        public static readonly ErrorCode TooLarge = new("image.too-large", ErrorKind.TooMuch);

        /// <summary>The server did not give the file. Facts: source, status.</summary>
        public static readonly ErrorCode DownloadRefused = new("image.download-refused", ErrorKind.PeerRefused);

        /// <summary>The download broke off and could not be continued. Facts: source, done.</summary>
        public static readonly ErrorCode DownloadBroken = new("image.download-broken", ErrorKind.PeerSilent);

        /// <summary>An imported image needs another file. Facts: source, reason.</summary>
        public static readonly ErrorCode NotSelfContained = new("image.not-self-contained", ErrorKind.Refused);

        /// <summary>There is no recipe for that image. Facts: name, known.</summary>
        public static readonly ErrorCode UnknownRecipe = new("image.unknown-recipe", ErrorKind.NotFound);

        /// <summary>That image is just being built or imported. Facts: name, job.</summary>
        public static readonly ErrorCode BeingMade = new("image.being-made", ErrorKind.Refused);

        /// <summary>That image is just being removed. Facts: name, job.</summary>
        public static readonly ErrorCode BeingRemoved = new("image.being-removed", ErrorKind.Refused);

        /// <summary>This host's apt knows no mirror of Debian. Facts: (none).</summary>
        public static readonly ErrorCode NoDebianSource = new("image.no-debian-source", ErrorKind.Refused);

        /// <summary>Images are built for x86-64 hosts only. Facts: name, architecture.</summary>
        public static readonly ErrorCode OtherArchitecture = new("image.other-architecture", ErrorKind.Unsupported);

        /// <summary>Building an image needs root. Facts: name.</summary>
        public static readonly ErrorCode NeedsRoot = new("image.needs-root", ErrorKind.Denied);
    }
}
