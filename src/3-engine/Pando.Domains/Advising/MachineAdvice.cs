using Pando.Domains.Advising.Checks;
using Pando.Domains.Advising.Profiles;
using Pando.Domains.Installing;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Domains.Advising;

/// <summary>Says what a machine's definition costs, and writes definitions for a purpose. What it changes are new versions of a definition; the next start uses them.</summary>
public sealed class MachineAdvice(IDomains domains, IHostFacts host, IHostMemory memory, IOperatingSystems systems)
{
    private static readonly IDefinitionCheck[] Checks =
    [
        new AcceleratorCheck(), new ProcessorModelCheck(), new HostSizeCheck(), new PinningCheck(), new NumaPlacementCheck(), new HugePageCheck(),
        new DiskCacheCheck(), new DiskBusCheck(), new DiskDiscardCheck(), new NetworkCardCheck(),
        new BalloonCheck(), new RandomnessCheck(), new GuestAgentCheck(), new OpenScreenCheck(), new WindowsClockCheck(), new WindowsFeaturesCheck(),
    ];

    private static readonly Dictionary<TuningProfile, ITuningProfile> Profiles = new()
    {
        [TuningProfile.Balanced] = new BalancedProfile(),
        [TuningProfile.Throughput] = new ThroughputProfile(),
        [TuningProfile.LowLatency] = new LowLatencyProfile(),
        [TuningProfile.Dense] = new DenseProfile(),
    };

    /// <summary>What in the machine's definition costs performance, safety or room; what matters most comes first.</summary>
    /// <exception cref="CallerException"><c>domain.not-found</c></exception>
    public async Task<IReadOnlyList<DoctorFinding>> ExamineAsync(string machine, CancellationToken cancellationToken = default) =>
        [.. (await DiagnosesAsync(domains.Get(machine), cancellationToken)).Select(static diagnosis => diagnosis.Finding)];

    /// <summary>Stores a version of the definition without the findings that can be fixed, or without some of them.</summary>
    /// <param name="machine">Its name or uuid.</param>
    /// <param name="only">The names of the findings; null: all that can be fixed.</param>
    /// <param name="expectedVersion">As <see cref="IDomains.DefineAsync"/> has it.</param>
    /// <param name="by">Who and why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CallerException"><c>domain.not-found</c>, <c>request.invalid</c>: no such finding, or one that cannot be fixed.</exception>
    public async Task<DomainView> FixAsync(string machine, IReadOnlyCollection<string>? only, int? expectedVersion, Caller by, CancellationToken cancellationToken = default)
    {
        DomainView view = domains.Get(machine);
        Diagnosis[] fixable = [.. (await DiagnosesAsync(view, cancellationToken)).Where(static diagnosis => diagnosis.Fix is not null)];
        if (only?.FirstOrDefault(name => !fixable.Any(diagnosis => diagnosis.Finding.Name == name)) is { } unknown)
        {
            throw new CallerException(
                ErrorCodes.Request.Invalid, ("what", $"'{unknown}'"), ("reason", string.Join(", ", fixable.Select(static diagnosis => diagnosis.Finding.Name).Distinct(StringComparer.Ordinal))));
        }

        DomainDefinition asked = Asked(view);
        DomainDefinition whole = fixable.Where(diagnosis => only?.Contains(diagnosis.Finding.Name, StringComparer.Ordinal) is not false)
            .Aggregate(asked, static (definition, diagnosis) => diagnosis.Fix!(definition));
        return whole == asked ? view : await domains.DefineAsync(DefinitionIntake.Text(whole), expectedVersion ?? view.Version, by, "doctor", cancellationToken);
    }

    /// <summary>What a profile comes to for a machine; nothing is changed.</summary>
    /// <exception cref="CallerException"><c>domain.not-found</c></exception>
    public async Task<ProfiledDefinition> PreviewAsync(string machine, TuningProfile profile, CancellationToken cancellationToken = default)
    {
        Patient patient = await PatientAsync(Asked(domains.Get(machine)), cancellationToken);
        ITuningProfile writer = Profiles[profile];
        return new ProfiledDefinition(
            ProfileMark.Set(writer.Apply(BalancedProfile.Neutral(patient.Definition), patient), profile),
            writer.Lacks(patient).Select(static diagnosis => diagnosis.Finding).ToEquatableArray());
    }

    /// <summary>Stores a version of the definition under a profile.</summary>
    /// <exception cref="CallerException"><c>domain.not-found</c>, <c>domain.changed-meanwhile</c></exception>
    public async Task<DomainView> ApplyAsync(string machine, TuningProfile profile, int? expectedVersion, Caller by, CancellationToken cancellationToken = default)
    {
        int version = expectedVersion ?? domains.Get(machine).Version;
        ProfiledDefinition profiled = await PreviewAsync(machine, profile, cancellationToken);
        return await domains.DefineAsync(DefinitionIntake.Text(profiled.Definition), version, by, $"profile {ProfileMark.Word(profile)}", cancellationToken);
    }

    private async Task<IReadOnlyList<Diagnosis>> DiagnosesAsync(DomainView view, CancellationToken cancellationToken)
    {
        Patient patient = await PatientAsync(Asked(view), cancellationToken);
        return [.. Checks.SelectMany(check => check.Examine(patient)).OrderBy(static diagnosis => diagnosis.Finding.Concern)];
    }

    private async Task<Patient> PatientAsync(DomainDefinition machine, CancellationToken cancellationToken) =>
        new(machine, host.Topology(), memory.Read(), await host.AcceleratorAsync(cancellationToken), SystemChoice.Of(machine, systems));

    private static DomainDefinition Asked(DomainView view) => view.Asked ?? view.Definition;
}
