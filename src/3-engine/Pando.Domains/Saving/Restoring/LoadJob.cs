using System.Text.Json;
using System.Text.Json.Serialization;
using Pando.Domains.Disks;
using Pando.Domains.Starting;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Domains.Saving.Restoring;

/// <summary>What a later daemon needs to undo a restore, or to go through with its end.</summary>
internal sealed record LoadInput(Guid Id, string Name, string Path, bool Managed, bool Run, bool ResetVariables = false);

[JsonSerializable(typeof(LoadInput))]
internal sealed partial class LoadJson : JsonSerializerContext;

/// <summary>A start whose guest goes on from memory in a file: undone until the guest is let go, gone through with behind that.</summary>
internal sealed class LoadJob(DomainServices services, DomainRegistry registry, DiskClaims claims, QemuLauncher launcher) : JobKind
{
    public const string KindName = "machine.load";

    public override string Name => KindName;

    public static byte[] Input(LoadInput input) => JsonSerializer.SerializeToUtf8Bytes(input, LoadJson.Default.LoadInput);

    public override JobRecovery RecoveryAfter(IReadOnlyList<string> begun) =>
        begun.Contains(LetLoadedRun.StepName, StringComparer.Ordinal) ? JobRecovery.Resume : JobRecovery.Undo;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) =>
        Steps(services, registry, claims, launcher, JsonSerializer.Deserialize(input.Span, LoadJson.Default.LoadInput)!, null);

    public static IReadOnlyList<JobStep> Steps(
        DomainServices services, DomainRegistry registry, DiskClaims claims, QemuLauncher launcher, LoadInput load, StartRun? run)
    {
        return
        [
            .. StartJob.Launch(services, claims, launcher, new DomainId(load.Id), load.Name, run),
            new CheckDisks(run),
            new LoadMachine(services, run),
            new LetLoadedRun(services, registry, load, run),
            new DropManagedSave(load, run),
            .. load.ResetVariables ? [new DropOldVariables()] : (JobStep[])[],
        ];
    }
}
