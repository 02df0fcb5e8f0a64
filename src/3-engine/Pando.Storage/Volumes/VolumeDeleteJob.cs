using System.Text.Json;
using Pando.Model.Jobs;
using Pando.Storage.Images.Store;

namespace Pando.Storage.Volumes;

/// <summary>A volume that is deleted.</summary>
internal sealed record VolumeDeleteInput(string Pool, string Name);

/// <summary>
/// Deletes a volume for good. It loses its name first, which can be taken back; a daemon that dies in the middle leaves
/// the rest to the next one, for it was asked for.
/// </summary>
internal sealed class VolumeDeleteJob(StorageVolumes volumes) : JobKind
{
    public const string KindName = "volume.delete";

    public override string Name => KindName;

    public override JobRecovery Recovery => JobRecovery.Resume;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var delete = JsonSerializer.Deserialize(input.Span, StorageJson.Default.VolumeDeleteInput)!;
        return [new SetAside(volumes, delete), new DeleteFile(volumes, delete)];
    }

    private static string OwnerOf(IJobContext job) => job.Id.Value.ToString("N");

    private sealed class SetAside(StorageVolumes volumes, VolumeDeleteInput delete) : JobStep
    {
        public override string Name => "set-aside";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await volumes.SetAsideAsync(delete.Pool, delete.Name, OwnerOf(job), cancellationToken);

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await volumes.PutBackAsync(delete.Pool, delete.Name, OwnerOf(job), cancellationToken);
    }

    private sealed class DeleteFile(StorageVolumes volumes, VolumeDeleteInput delete) : JobStep
    {
        public override string Name => "delete-file";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
            await volumes.DeleteAsideAsync(delete.Pool, delete.Name, OwnerOf(job), cancellationToken);

        // What was deleted for good cannot come back.
        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
