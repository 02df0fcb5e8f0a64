namespace Pando.Qmp;

/// <summary>What every failure of a QMP session derives from. Catch this to keep QMP's exceptions inside a layer.</summary>
public abstract class QmpException : Exception
{
    private protected QmpException(string message, string? command, Exception? inner)
        : base(message, inner) => Command = command;

    /// <summary>The command that was under way, when there was one: <c>query-status</c>.</summary>
    public string? Command { get; }
}
