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

        /// <summary>Something that should not happen did: {what}.</summary>
        public static readonly ErrorCode Unexpected = new("request.unexpected", ErrorKind.Broken);
    }
}
