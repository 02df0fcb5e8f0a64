using Pando.Domains.Disks;
using Pando.Domains.SideProcesses;
using Pando.Domains.Starting;
using Pando.Model.Jobs;

namespace Pando.Domains.Changing;

/// <summary>
/// Gives a running machine a device: the definition (where it changes too), what the device takes of the host, the
/// plug. A daemon that died in the middle takes all of it back, for nobody was told that it is there.
/// </summary>
internal sealed class AttachJob(DomainServices services, DomainRegistry registry, DiskClaims claims) : JobKind
{
    public const string KindName = "machine.attach-device";

    public override string Name => KindName;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) => Steps(services, registry, claims, ChangeInput.Of(input), null);

    public static IReadOnlyList<JobStep> Steps(DomainServices services, DomainRegistry registry, DiskClaims claims, ChangeInput input, ChangeRun? run) =>
    [
        new StoreDefinition(services, registry, input, run),
        new MakeOverlays(services, input.Machine, run?.Start) { Joins = true },
        new OpenFiles(services, claims, input.Machine, run?.Start),
        new TakeHostSide(services, claims, input.Machine, run?.Start) { Joins = true },
        new AllowFiles(services, input, run),
        new StartSideProcesses(services, input.Machine, input.Name, run?.Start) { Joins = true },
        new PlugDevices(services, claims, input, run),
    ];
}

/// <summary>Takes a device away from a running machine, and out of its definition where that changes too.</summary>
internal sealed class DetachJob(DomainServices services, DomainRegistry registry, DiskClaims claims) : JobKind
{
    public const string KindName = "machine.detach-device";

    public override string Name => KindName;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) => Steps(services, registry, claims, ChangeInput.Of(input), null, isReleased: false);

    public static IReadOnlyList<JobStep> Steps(
        DomainServices services, DomainRegistry registry, DiskClaims claims, ChangeInput input, ChangeRun? run, bool isReleased) =>
    [
        new StoreDefinition(services, registry, input, run),
        new UnplugDevice(services, claims, input, run, isReleased),
    ];
}

/// <summary>Changes a device of a running machine, and its definition where that changes too.</summary>
internal sealed class UpdateJob(DomainServices services, DomainRegistry registry, DiskClaims claims) : JobKind
{
    public const string KindName = "machine.update-device";

    public override string Name => KindName;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) => Steps(services, registry, claims, ChangeInput.Of(input), null);

    public static IReadOnlyList<JobStep> Steps(DomainServices services, DomainRegistry registry, DiskClaims claims, ChangeInput input, ChangeRun? run) =>
    [
        new StoreDefinition(services, registry, input, run),
        new OpenMedium(services, claims, input, run),
        new AllowFiles(services, input, run),
        new UpdateDevice(services, claims, input, run),
    ];
}
