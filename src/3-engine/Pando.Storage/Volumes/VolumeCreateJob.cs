using System.Text.Json;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Storage.Images.Store;

namespace Pando.Storage.Volumes;

/// <summary>Makes a volume. Undone, nothing of it is left.</summary>
internal sealed class VolumeCreateJob(StorageVolumes volumes) : JobKind
{
    public const string KindName = "volume.create";

    public override string Name => KindName;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input) =>
        [new Create(volumes, JsonSerializer.Deserialize(input.Span, StorageJson.Default.VolumeRequest)!)];

    private sealed class Create(StorageVolumes volumes, VolumeRequest request) : JobStep
    {
        public override string Name => "create-volume";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            var progress = new Progress<long>(bytes => job.Report(bytes, request.CapacityBytes, "bytes", request.Name));
            job.SetResult("volume", await volumes.CreateAsync(request, progress, cancellationToken));
        }

        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => volumes.DiscardAsync(request, cancellationToken);
    }
}
