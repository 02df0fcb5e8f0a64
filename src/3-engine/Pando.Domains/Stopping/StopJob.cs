using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Domains.SideProcesses;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Stopping;

/// <summary>All that is needed to end a machine's process and remove what it leaves, also by a later daemon.</summary>
internal sealed record StopInput(Guid Id, string Name, GuestProcess Process, bool Graceful)
{
    /// <summary>What ran beside it.</summary>
    public IReadOnlyList<SideProcess> Beside { get; init; } = [];

    /// <summary>What stays on the host until it is released.</summary>
    public TakenHostSide? HostSide { get; init; }
}

[JsonSerializable(typeof(StopInput))]
internal sealed partial class StopJson : JsonSerializerContext;

/// <summary>Ends a machine's process. There is no way back once it has begun: after a crash it is gone through with.</summary>
internal sealed class StopJob(DomainServices services) : JobKind
{
    public const string KindName = "machine.stop";

    public override string Name => KindName;

    public override JobRecovery Recovery => JobRecovery.Resume;

    public static byte[] Input(StopInput input) => JsonSerializer.SerializeToUtf8Bytes(input, StopJson.Default.StopInput);

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) =>
        Steps(services, JsonSerializer.Deserialize(input.Span, StopJson.Default.StopInput)!);

    /// <summary>Also the end of jobs that end a machine after they did something else with it.</summary>
    public static IReadOnlyList<JobStep> Steps(DomainServices services, StopInput stop) =>
    [
        new EndProcess(services, stop), new EndBeside(services, stop), new ReleaseHostSide(services, stop),
        new ReleaseConfinement(services, new DomainId(stop.Id)), new RemoveRunDirectory(services, new DomainId(stop.Id)),
    ];

    private sealed class EndBeside(DomainServices services, StopInput stop) : JobStep
    {
        public override string Name => "end-side-processes";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await new SideProcessEnding(services).EndAsync(stop.Name, services.Paths.DomainRun(new DomainId(stop.Id)), stop.Beside ?? [], cancellationToken);

        // What was ended cannot be brought back.
        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class ReleaseHostSide(DomainServices services, StopInput stop) : JobStep
    {
        public override string Name => "release-host-side";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await new HostSideRelease(services).ReleaseAsync(stop.HostSide ?? TakenHostSide.Nothing, cancellationToken);

        // A machine that has ended has no use for it.
        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
