namespace Pando.GuestAgent;

/// <summary>What every failure of a session derives from.</summary>
public abstract class AgentException : Exception
{
    private protected AgentException(string message, string command, Exception? inner)
        : base(message, inner) => Command = command;

    /// <summary>The command that was under way: <c>guest-ping</c>.</summary>
    public string Command { get; }
}

/// <summary>The agent answered with an error. The session stays usable.</summary>
public sealed class AgentErrorException : AgentException
{
    /// <summary>Makes the exception from the agent's own words.</summary>
    public AgentErrorException(string command, string errorClass, string description)
        : base($"The guest agent refused {command}: {description}", command, inner: null)
    {
        ErrorClass = errorClass;
        Description = description;
    }

    /// <summary>Its class: <c>GenericError</c>, <c>CommandNotFound</c>.</summary>
    public string ErrorClass { get; }

    /// <summary>Its own sentence, unchanged.</summary>
    public string Description { get; }

    /// <summary>Whether the agent does not know the command, or was told not to take it.</summary>
    public bool IsUnknownCommand => ErrorClass is "CommandNotFound";
}

/// <summary>The agent did not answer within the limit. The session stays usable: a late answer is dropped.</summary>
public sealed class AgentTimeoutException : AgentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="command">What was asked.</param>
    /// <param name="limit">How long was waited.</param>
    /// <param name="wasSent">Whether the agent was there and got the command; otherwise it did not even answer a synchronisation.</param>
    public AgentTimeoutException(string command, TimeSpan limit, bool wasSent)
        : base(FormattableString.Invariant($"The guest agent did not answer {command} within {limit.TotalSeconds:0.###} s"), command, inner: null)
    {
        Limit = limit;
        WasSent = wasSent;
    }

    /// <summary>How long was waited.</summary>
    public TimeSpan Limit { get; }

    /// <summary>Whether the command may have been carried out.</summary>
    public bool WasSent { get; }
}

/// <summary>The connection is gone: QEMU exited, or this side closed the session. Whether the command was carried out is not known.</summary>
public sealed class AgentClosedException : AgentException
{
    /// <summary>Makes the exception.</summary>
    public AgentClosedException(string command, Exception? inner = null)
        : base($"The connection to the guest agent was closed before {command} was answered", command, inner)
    {
    }
}

/// <summary>What is in the guest does not speak the protocol. The session is closed: nothing more of it is read.</summary>
public sealed class AgentProtocolException : AgentException
{
    /// <summary>Makes the exception; <paramref name="what"/> completes "The guest agent does not speak its protocol: …".</summary>
    public AgentProtocolException(string what, string command, Exception? inner = null)
        : base($"The guest agent does not speak its protocol: {what}", command, inner) => What = what;

    /// <summary>What was wrong, without the preamble of <see cref="Exception.Message"/>.</summary>
    public string What { get; }
}
