namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Secrets of the host.</summary>
    public static class Secret
    {
        /// <summary>There is none of that uuid or use. Facts: name.</summary>
        public static readonly ErrorCode NotFound = new("secret.not-found", ErrorKind.NotFound);

        /// <summary>It was defined and never given a value. Facts: name.</summary>
        public static readonly ErrorCode NoValue = new("secret.no-value", ErrorKind.Refused);

        /// <summary>Its value is for machines only. Facts: name.</summary>
        public static readonly ErrorCode IsPrivate = new("secret.is-private", ErrorKind.Denied);

        /// <summary>Another secret has that use. Facts: usage, other.</summary>
        public static readonly ErrorCode UsageTaken = new("secret.usage-taken", ErrorKind.Exists);

        /// <summary>A secret keeps its use, stays private, and stays on the disk or off it. Facts: name, what.</summary>
        public static readonly ErrorCode Fixed = new("secret.fixed", ErrorKind.Refused);

        /// <summary>A value is empty, or larger than any key. Facts: name, reason.</summary>
        public static readonly ErrorCode BadValue = new("secret.bad-value", ErrorKind.Invalid);

        /// <summary>What is kept of it on the disk cannot be read or written. Facts: name, path.</summary>
        public static readonly ErrorCode NotKept = new("secret.not-kept", ErrorKind.Broken);
    }
}
