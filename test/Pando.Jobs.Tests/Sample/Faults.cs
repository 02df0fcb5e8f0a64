namespace Pando.Jobs.Tests.Sample;

/// <summary>Does what a test says at the moments it says; everything else passes.</summary>
internal sealed class Faults : IJobFaults
{
    private readonly Dictionary<(string Step, JobMoment Moment), Action> _deeds = [];

    public List<(string Step, JobMoment Moment)> Seen { get; } = [];

    public void At(string step, JobMoment moment, Action deed) => _deeds[(step, moment)] = deed;

    public void Clear() => _deeds.Clear();

    public void Strike(string kind, string step, JobMoment moment)
    {
        Action? deed;
        lock (Seen)
        {
            Seen.Add((step, moment));
            _deeds.TryGetValue((step, moment), out deed);
        }
        deed?.Invoke();
    }
}
