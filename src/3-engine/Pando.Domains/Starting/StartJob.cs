using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Domains.Disks;
using Pando.Domains.Guests;
using Pando.Domains.SideProcesses;
using Pando.Model.Domains;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Domains.Starting;

/// <summary>What a later daemon needs to undo a start.</summary>
internal sealed record StartInput(Guid Id, string Name, bool ResetVariables = false);

[JsonSerializable(typeof(StartInput))]
internal sealed partial class StartJson : JsonSerializerContext;

/// <summary>What the steps of one start hand to each other in memory. Empty when a later daemon undoes it.</summary>
internal sealed class StartRun(DomainDefinition definition, int version, bool paused, bool transient)
{
    public DomainDefinition Definition { get; set; } = definition;

    public int Version { get; } = version;

    public bool Paused { get; } = paused;

    public bool Transient { get; } = transient;

    /// <summary>The running machine with these devices, where they are plugged into one; null where they are all of it.</summary>
    public DomainDefinition? Joined { get; init; }

    /// <summary>The file whose memory the guest goes on from; null where it boots.</summary>
    public Saving.Restoring.SavedMachine? Saved { get; init; }

    /// <summary>Whether the firmware's variables are made anew.</summary>
    public bool ResetVariables { get; init; }

    public GuestFiles? Files { get; set; }

    public IReadOnlyList<HeldFile> Held { get; set; } = [];

    /// <summary>What stays on the host until it is released.</summary>
    public HostSideRecords HostSide { get; } = new();

    /// <summary>What runs beside QEMU.</summary>
    public List<LaunchedSideProcess> Beside { get; } = [];

    /// <summary>The machine that is confined, and by what.</summary>
    public ConfinementOrder? Order { get; set; }

    public GuestConfinement? Confinement { get; set; }

    public PreparedQemu? Prepared { get; set; }

    public LaunchedQemu? Qemu { get; set; }

    public RunningGuest? Guest { get; set; }

    /// <summary>Closes our copies of what programs beside QEMU were connected by; they go on.</summary>
    public void LeaveBeside()
    {
        Beside.ForEach(static beside => beside.Dispose());
        Beside.Clear();
    }
}

/// <summary>
/// From a definition to a running guest. Each step has its undo beside it; a daemon that died in the middle leaves a
/// journal, and the next one undoes what was begun: a start that nobody was told of has not happened.
/// </summary>
internal sealed class StartJob(DomainServices services, DiskClaims claims, QemuLauncher launcher) : JobKind
{
    public const string KindName = "machine.start";

    public override string Name => KindName;

    public static byte[] Input(StartRun run) => JsonSerializer.SerializeToUtf8Bytes(
        new StartInput(run.Definition.Id.Value, run.Definition.Name, run.ResetVariables), StartJson.Default.StartInput);

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var start = JsonSerializer.Deserialize(input.Span, StartJson.Default.StartInput)!;
        return Steps(services, claims, launcher, new DomainId(start.Id), start.Name, start.ResetVariables, null);
    }

    public static IReadOnlyList<JobStep> Steps(DomainServices services, DiskClaims claims, QemuLauncher launcher, StartRun run) =>
        Steps(services, claims, launcher, run.Definition.Id, run.Definition.Name, run.ResetVariables, run);

    private static IReadOnlyList<JobStep> Steps(
        DomainServices services, DiskClaims claims, QemuLauncher launcher, DomainId id, string name, bool resetVariables, StartRun? run) =>
        [.. Launch(services, claims, launcher, id, name, run), new LetRun(services, run), .. resetVariables ? [new DropOldVariables()] : (JobStep[])[]];

    /// <summary>All but letting the guest go: its QEMU is there and knows everything.</summary>
    public static IReadOnlyList<JobStep> Launch(
        DomainServices services, DiskClaims claims, QemuLauncher launcher, DomainId id, string name, StartRun? run) =>
    [
        new PrepareVariables(services, run),
        new MakeOverlays(services, id, run),
        new OpenFiles(services, claims, id, run),
        new MakeRunDirectory(services, id),
        new Confine(services, id, run),
        new TakeHostSide(services, claims, id, run),
        new StartSideProcesses(services, id, name, run),
        new PrepareCommand(launcher, id, run),
        new SpawnQemu(services, launcher, name, run),
        new Greet(services, launcher, run),
        new PlugProcessors(services, run),
        new PlaceThreads(run),
        new LimitThreads(services, run),
        new CountEvents(run),
    ];
}
