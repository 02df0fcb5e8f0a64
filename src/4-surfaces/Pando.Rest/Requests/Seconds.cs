using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>A time that a client gives in seconds, fractions allowed.</summary>
internal static class Seconds
{
    /// <summary>Null where none was given; throws <c>request.invalid</c> outside of what is taken.</summary>
    public static TimeSpan? OrNone(string what, double? seconds, double least = 0.001, double most = 3600) => seconds switch
    {
        null => null,
        { } given when given >= least && given <= most => TimeSpan.FromSeconds(given),
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", what), ("reason", FormattableString.Invariant($"{seconds} ({least}–{most})"))),
    };
}
