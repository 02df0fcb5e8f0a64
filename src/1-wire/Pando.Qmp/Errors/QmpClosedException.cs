namespace Pando.Qmp;

/// <summary>The connection to QEMU is gone: QEMU exited, or this side closed the session. Whether the command was carried out is not known.</summary>
public sealed class QmpClosedException : QmpException
{
    /// <summary>Makes the exception for a command, or for the session when <paramref name="command"/> is null.</summary>
    public QmpClosedException(string? command, Exception? inner = null)
        : base(
            command is null
                ? "The QMP connection was closed"
                : $"The QMP connection was closed before {command} was answered",
            command,
            inner)
    {
    }
}
