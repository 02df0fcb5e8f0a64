using System.Globalization;
using System.Text.Json;
using Pando.Model.Jobs;
using Pando.Storage.Images.Store;

namespace Pando.Storage.Volumes;

/// <summary>A volume and the size that it gets.</summary>
internal sealed record VolumeResizeInput(string Pool, string Name, long CapacityBytes, bool Allocate = false);

/// <summary>
/// Makes a volume larger. There is no way back, for shrinking could cut off data: what a dead daemon began is gone
/// through with, and one that has the size already is left as it is.
/// </summary>
internal sealed class VolumeResizeJob(StorageVolumes volumes) : JobKind
{
    public const string KindName = "volume.resize";

    public override string Name => KindName;

    public override JobRecovery Recovery => JobRecovery.Resume;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) =>
        [new Grow(volumes, JsonSerializer.Deserialize(input.Span, StorageJson.Default.VolumeResizeInput)!)];

    private sealed class Grow(StorageVolumes volumes, VolumeResizeInput resize) : JobStep
    {
        public override string Name => "grow-volume";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var volume = await volumes.GrowAsync(resize.Pool, resize.Name, resize.CapacityBytes, resize.Allocate, cancellationToken);
            job.SetResult("volume", volume.Path);
            job.SetResult("capacity", volume.CapacityBytes.ToString(CultureInfo.InvariantCulture));
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
