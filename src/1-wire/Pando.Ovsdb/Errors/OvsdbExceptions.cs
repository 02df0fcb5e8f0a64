namespace Pando.Ovsdb;

/// <summary>What every failure of a session derives from.</summary>
public abstract class OvsdbException : Exception
{
    private protected OvsdbException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}

/// <summary>Nobody listens, or the connection ended. Whether what was under way was carried out is not known.</summary>
public sealed class OvsdbUnreachableException : OvsdbException
{
    /// <summary>Makes the exception.</summary>
    public OvsdbUnreachableException(string socketPath, string reason, Exception? inner = null)
        : base($"The database at {socketPath} cannot be reached: {reason}", inner) => (SocketPath, Reason) = (socketPath, reason);

    /// <summary>Where it was looked for.</summary>
    public string SocketPath { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }
}

/// <summary>No answer came in time.</summary>
public sealed class OvsdbTimeoutException : OvsdbException
{
    /// <summary>Makes the exception.</summary>
    public OvsdbTimeoutException(string what, TimeSpan limit)
        : base(FormattableString.Invariant($"The database did not answer {what} within {limit.TotalSeconds:0.###} s")) => (What, Limit) = (what, limit);

    /// <summary>What was asked.</summary>
    public string What { get; }

    /// <summary>How long was waited.</summary>
    public TimeSpan Limit { get; }
}

/// <summary>The database refused: nothing of the transaction was carried out.</summary>
public sealed class OvsdbRefusedException : OvsdbException
{
    /// <summary>Makes the exception from the database's own words (RFC 7047, 3.1).</summary>
    public OvsdbRefusedException(string error, string? details)
        : base($"The database refused: {error}{(details is null ? string.Empty : ": " + details)}") => (Error, Details) = (error, details);

    /// <summary>Its own word: <c>constraint violation</c>, <c>timed out</c>.</summary>
    public string Error { get; }

    /// <summary>Its own sentence, unchanged.</summary>
    public string? Details { get; }
}

/// <summary>What listens does not speak the protocol. The session is of no use any more.</summary>
public sealed class OvsdbProtocolException : OvsdbException
{
    /// <summary>Makes the exception; <paramref name="what"/> completes "The database does not speak its protocol: …".</summary>
    public OvsdbProtocolException(string what, Exception? inner = null) : base($"The database does not speak its protocol: {what}", inner) => What = what;

    /// <summary>What was wrong.</summary>
    public string What { get; }
}
