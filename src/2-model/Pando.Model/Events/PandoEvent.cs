namespace Pando.Model.Events;

/// <summary>Something that happened, told to everybody who listens.</summary>
/// <param name="Sequence">Grows by one an event; begins anew with the daemon.</param>
/// <param name="At">When.</param>
/// <param name="Type">What: <c>machine.state</c>, <c>job.progress</c>, <c>definition.changed</c>…</param>
/// <param name="Subject">Which thing: a uuid, a job's id, a volume's path.</param>
/// <param name="Data">More, by name.</param>
public sealed record PandoEvent(long Sequence, DateTimeOffset At, string Type, string Subject, IReadOnlyDictionary<string, string> Data);
