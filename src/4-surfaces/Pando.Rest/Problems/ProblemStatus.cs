using Pando.Api.Problems;
using Pando.Model.Errors;

namespace Pando.Rest.Problems;

/// <summary>The HTTP status of an error, and its kind in the contract's words.</summary>
internal static class ProblemStatus
{
    // Where HTTP has a status of its own for what the kind says in general.
    private static readonly Dictionary<ErrorCode, int> Particular = new()
    {
        [ErrorCodes.Request.TooLarge] = 413,
        [ErrorCodes.Definition.TooLarge] = 413,
        [ErrorCodes.Image.TooLarge] = 413,
        [ErrorCodes.Request.MethodNotAllowed] = 405,
        [ErrorCodes.Request.MediaType] = 415,
        [ErrorCodes.Request.UpgradeRequired] = 426,
        [ErrorCodes.Domain.ChangedMeanwhile] = 412,
        [ErrorCodes.NetworkFilter.ChangedMeanwhile] = 412,
    };

    /// <summary>The status.</summary>
    public static int Of(ErrorCode code) => Particular.TryGetValue(code, out var status) ? status : Of(code.Kind);

    /// <summary>The contract's word.</summary>
    public static ProblemKind KindOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => ProblemKind.Invalid,
        ErrorKind.NotFound => ProblemKind.NotFound,
        ErrorKind.Exists => ProblemKind.Exists,
        ErrorKind.Refused => ProblemKind.Refused,
        ErrorKind.Denied => ProblemKind.Denied,
        ErrorKind.TooMuch => ProblemKind.TooMuch,
        ErrorKind.Unsupported => ProblemKind.Unsupported,
        ErrorKind.Cancelled => ProblemKind.Cancelled,
        ErrorKind.PeerRefused => ProblemKind.PeerRefused,
        ErrorKind.PeerSilent => ProblemKind.PeerSilent,
        ErrorKind.Exhausted => ProblemKind.Exhausted,
        _ => ProblemKind.Broken,
    };

    private static int Of(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => 400,
        ErrorKind.NotFound => 404,
        ErrorKind.Exists or ErrorKind.Refused or ErrorKind.Cancelled => 409,
        ErrorKind.Denied => 403,
        ErrorKind.TooMuch => 429,
        ErrorKind.Unsupported => 501,
        ErrorKind.PeerRefused => 502,
        ErrorKind.PeerSilent => 504,
        ErrorKind.Exhausted => 507,
        _ => 500,
    };
}
