namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>What the host cannot or does not let be changed.</summary>
    public static class Host
    {
        /// <summary>The kernel cannot merge equal pages.</summary>
        public static readonly ErrorCode NoMerging = new("host.no-merging", ErrorKind.Unsupported);

        /// <summary>There are no huge pages of that size, or no such node. Facts: size, node.</summary>
        public static readonly ErrorCode NoHugePages = new("host.no-huge-pages", ErrorKind.Invalid);

        /// <summary>The firmware tells nothing of the host, or not to this process.</summary>
        public static readonly ErrorCode NoInformation = new("host.no-information", ErrorKind.Unsupported);

        /// <summary>No operating system of that name is known. Facts: name.</summary>
        public static readonly ErrorCode UnknownSystem = new("host.unknown-system", ErrorKind.NotFound);

        /// <summary>The kernel did not take a value; its words are kept. Facts: path, value.</summary>
        public static readonly ErrorCode NotChanged = new("host.not-changed", ErrorKind.Broken);
    }
}
