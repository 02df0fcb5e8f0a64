using System.Text.Json;
using Pando.Model.Jobs;
using Pando.Storage.Images.Store;

namespace Pando.Storage.Images.Removing;

/// <summary>An image that is removed.</summary>
internal sealed record ImageRemoveInput(string Name);

/// <summary>
/// Removes an image for good. Its name goes first, so that nobody begins to clone it any more, and can be taken back; a
/// daemon that dies in the middle leaves the rest to the next one, for it was asked for.
/// </summary>
internal sealed class ImageRemoveJob(ImageWorkshop shop, ImageUse use) : JobKind
{
    public const string KindName = "image.remove";
    private const string RecordNote = "record";

    public override string Name => KindName;

    public override JobRecovery Recovery => JobRecovery.Resume;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var remove = JsonSerializer.Deserialize(input.Span, StorageJson.Default.ImageRemoveInput)!;
        return [new ForgetImage(shop, use, remove.Name), new RemoveFiles(shop)];
    }

    private static ImageRecord? NotedIn(IJobContext job) =>
        job.Notes.TryGetValue(RecordNote, out var json) ? JsonSerializer.Deserialize(json, StorageJson.Default.ImageRecord) : null;

    private sealed class ForgetImage(ImageWorkshop shop, ImageUse use, string name) : JobStep
    {
        public override string Name => "forget-image";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            if (await shop.Catalog.FindAsync(name, cancellationToken) is { } record)
            {
                await job.NoteAsync(RecordNote, JsonSerializer.Serialize(record, StorageJson.Default.ImageRecord), cancellationToken);
                await shop.Catalog.ChangeAsync(name, now => now is not null && now.File == record.File ? null : now, cancellationToken);
            }
            // From here on nobody begins to clone it: who had begun before is seen now.
            await use.RequireNoneAsync(NotedIn(job) ?? throw ImageUse.NotFound(name), cancellationToken);
        }

        public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            // Without its file it would be a name that leads nowhere.
            if (NotedIn(job) is { } record && await shop.Files.AllocationAsync(record.File, cancellationToken) is not null)
            {
                await shop.Catalog.ChangeAsync(name, now => now ?? record, cancellationToken);
            }
        }
    }

    private sealed class RemoveFiles(ImageWorkshop shop) : JobStep
    {
        public override string Name => "delete-file";

        public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
        {
            // The image's own file last: until it is gone, the image can be taken back.
            var record = NotedIn(job)!;
            foreach (var file in record.Superseded.Append(record.File))
            {
                await shop.Files.RemoveAsync(file, null, cancellationToken);
            }
        }

        // What was deleted for good cannot come back.
        public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
