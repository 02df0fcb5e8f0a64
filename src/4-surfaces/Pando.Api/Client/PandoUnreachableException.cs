namespace Pando.Api.Client;

/// <summary>Why there is no talking to a pandod.</summary>
public enum UnreachableReason
{
    /// <summary>The socket is not there.</summary>
    Missing,

    /// <summary>Nobody listens.</summary>
    Refused,

    /// <summary>The socket may not be used by this user.</summary>
    NotPermitted,

    /// <summary>The host's name is not known.</summary>
    UnknownHost,

    /// <summary>The server's certificate is not trusted, or it is not the host's.</summary>
    Untrusted,

    /// <summary>No answer within the limit.</summary>
    Silent,

    /// <summary>The connection broke before the answer was complete.</summary>
    Lost,

    /// <summary>What answers is not a pandod.</summary>
    NotPando,

    /// <summary>Anything else: the inner exception says it.</summary>
    Other,
}

/// <summary>pandod cannot be reached, or the connection to it broke. What was asked for may still happen.</summary>
public sealed class PandoUnreachableException : Exception
{
    /// <summary>Makes one.</summary>
    public PandoUnreachableException(PandoAddress address, UnreachableReason reason, Exception? cause = null, string? words = null)
        : base($"{address}: {reason}{(words ?? cause?.Message) switch { null => "", var said => ": " + said }}", cause)
    {
        Address = address;
        Reason = reason;
        Words = words ?? cause?.Message;
    }

    /// <summary>Where it was looked for.</summary>
    public PandoAddress Address { get; }

    /// <summary>Why.</summary>
    public UnreachableReason Reason { get; }

    /// <summary>What the system said, word for word; null when it said nothing.</summary>
    public string? Words { get; }
}
