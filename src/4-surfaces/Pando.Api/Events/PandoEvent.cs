namespace Pando.Api.Events;

/// <summary>Something that happened.</summary>
public sealed record PandoEvent
{
    /// <summary>Grows by one an event and begins anew with the daemon; the <c>id</c> of the server-sent event.</summary>
    public required long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What: <c>machine.state</c>, <c>job.progress</c>…; the <c>event</c> of the server-sent event.</summary>
    public required string Type { get; init; }

    /// <summary>Which thing: a machine's uuid, a job's id, a volume's path.</summary>
    public required string Subject { get; init; }

    /// <summary>More, by name; <c>name</c> where the thing has one.</summary>
    public IReadOnlyDictionary<string, string> Data { get; init => field = value ?? field; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
