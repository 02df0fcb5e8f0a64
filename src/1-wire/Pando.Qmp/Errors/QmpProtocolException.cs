namespace Pando.Qmp;

/// <summary>The peer said something that is not QMP, or a reply that does not have the documented form.</summary>
public sealed class QmpProtocolException : QmpException
{
    /// <summary>Makes the exception; <paramref name="what"/> completes "The peer does not speak QMP: …".</summary>
    public QmpProtocolException(string what, string? command = null, Exception? inner = null)
        : base($"The peer does not speak QMP: {what}", command, inner) => What = what;

    /// <summary>What was wrong, without the preamble of <see cref="Exception.Message"/>.</summary>
    public string What { get; }
}
