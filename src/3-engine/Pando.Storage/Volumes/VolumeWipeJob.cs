using System.Text.Json;
using Pando.Model.Jobs;
using Pando.Storage.Images.Store;

namespace Pando.Storage.Volumes;

/// <summary>A volume that is wiped.</summary>
/// <param name="Pool">Its pool.</param>
/// <param name="Name">Its name.</param>
/// <param name="CapacityBytes">How large a guest saw it: half wiped, it cannot say so itself any more.</param>
internal sealed record VolumeWipeInput(string Pool, string Name, long CapacityBytes);

/// <summary>Overwrites a volume with zeros. What is overwritten cannot come back: what a dead daemon began is gone through with.</summary>
internal sealed class VolumeWipeJob(StorageVolumes volumes) : JobKind
{
    public const string KindName = "volume.wipe";

    public override string Name => KindName;

    public override JobRecovery Recovery => JobRecovery.Resume;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) =>
        [new Wipe(volumes, JsonSerializer.Deserialize(input.Span, StorageJson.Default.VolumeWipeInput)!)];

    private sealed class Wipe(StorageVolumes volumes, VolumeWipeInput wipe) : JobStep
    {
        public override string Name => "wipe-volume";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var progress = new Progress<long>(bytes => job.Report(bytes, null, "bytes", wipe.Name));
            await volumes.WipeAsync(wipe.Pool, wipe.Name, wipe.CapacityBytes, progress, cancellationToken);
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
