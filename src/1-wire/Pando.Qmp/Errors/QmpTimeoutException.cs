namespace Pando.Qmp;

/// <summary>QEMU did not answer within the limit. The session stays usable: a late reply is dropped.</summary>
public sealed class QmpTimeoutException : QmpException
{
    /// <summary>Makes the exception for a command, or for the greeting when <paramref name="command"/> is null.</summary>
    public QmpTimeoutException(string? command, TimeSpan limit)
        : base(
            command is null
                ? FormattableString.Invariant($"QEMU did not greet within {limit.TotalSeconds:0.###} s")
                : FormattableString.Invariant($"QEMU did not answer {command} within {limit.TotalSeconds:0.###} s"),
            command,
            inner: null) => Limit = limit;

    /// <summary>How long was waited.</summary>
    public TimeSpan Limit { get; }
}
