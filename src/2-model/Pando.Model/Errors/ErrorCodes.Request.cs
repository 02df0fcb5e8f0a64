namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>What is wrong with a request as such, whatever it is for.</summary>
    public static class Request
    {
        /// <summary>{what} is not valid: {reason}.</summary>
        public static readonly ErrorCode Invalid = new("request.invalid", ErrorKind.Invalid);

        /// <summary>The request is larger than {limit}.</summary>
        public static readonly ErrorCode TooLarge = new("request.too-large", ErrorKind.TooMuch);

        /// <summary>User '{user}' may not do this on this host.</summary>
        public static readonly ErrorCode Denied = new("request.denied", ErrorKind.Denied);

        /// <summary>{what} was cancelled.</summary>
        public static readonly ErrorCode Cancelled = new("request.cancelled", ErrorKind.Cancelled);

        /// <summary>There is nothing at {path}.</summary>
        public static readonly ErrorCode UnknownResource = new("request.unknown-resource", ErrorKind.NotFound);

        /// <summary>{path} does not know {method}. Facts: method, path, allowed.</summary>
        public static readonly ErrorCode MethodNotAllowed = new("request.method-not-allowed", ErrorKind.Invalid);

        /// <summary>A body of a type that is not taken there. Facts: type, wanted.</summary>
        public static readonly ErrorCode MediaType = new("request.media-type", ErrorKind.Invalid);

        /// <summary>Only a websocket is served there. Facts: path.</summary>
        public static readonly ErrorCode UpgradeRequired = new("request.upgrade-required", ErrorKind.Invalid);

        /// <summary>As many streams are open as the daemon serves. Facts: limit.</summary>
        public static readonly ErrorCode Busy = new("request.busy", ErrorKind.TooMuch);

        /// <summary>A wish that this version knows and cannot fulfil. Facts: what.</summary>
        public static readonly ErrorCode Unsupported = new("request.unsupported", ErrorKind.Unsupported);

        /// <summary>Something that should not happen did: {what}.</summary>
        public static readonly ErrorCode Unexpected = new("request.unexpected", ErrorKind.Broken);
    }
}
