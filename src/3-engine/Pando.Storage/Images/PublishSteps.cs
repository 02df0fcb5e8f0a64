using System.Text.Json;
using Pando.Model.Jobs;
using Pando.Storage.Images.Store;

namespace Pando.Storage.Images;

/// <summary>Makes the job's private directory; its undo removes it with everything that was put into it.</summary>
internal sealed class MakeWorkFolder(ImageWorkshop shop) : JobStep
{
    public override string Name => "make-work-folder";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
        await shop.Work.MakeAsync(job.Id, cancellationToken);

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) =>
        await shop.Work.RemoveAsync(job.Id, cancellationToken);
}

/// <summary>Removes the job's private directory, when it has served. Nothing to undo: it is only gone earlier.</summary>
internal sealed class RemoveWorkFolder(ImageWorkshop shop) : JobStep
{
    public override string Name => "remove-work-folder";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
        await shop.Work.RemoveAsync(job.Id, cancellationToken);

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}

/// <summary>Makes the image known under its name: the last step, so that nobody uses what may still be undone.</summary>
internal sealed class RegisterImage(ImageWorkshop shop, string name, string? title, string source, string? osVariant) : JobStep
{
    private const string Before = "image-before";

    public override string Name => "register-image";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var before = await shop.Catalog.FindAsync(name, cancellationToken);
        if (before is not null && !IsOwn(before, job))
        {
            await job.NoteAsync(Before, JsonSerializer.Serialize(before, StorageJson.Default.ImageRecord), cancellationToken);
        }
        var file = ImageFiles.NameFor(name, job.Id);
        var made = new ImageRecord(
            name, file, title, source, osVariant, ImageNotes.Capacity(job), ImageNotes.Checksum(job), shop.Time.GetUtcNow(), job.Id.ToString(), []);
        await shop.Catalog.ChangeAsync(
            name, now => now is null ? made : IsOwn(now, job) ? now : made with { Superseded = [.. now.Superseded, now.File] }, cancellationToken);
        job.SetResult("image", name);
        job.SetResult("path", shop.Files.PathOf(file));
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var before = job.Notes.TryGetValue(Before, out var json) ? JsonSerializer.Deserialize(json, StorageJson.Default.ImageRecord) : null;
        await shop.Catalog.ChangeAsync(name, now => now is not null && IsOwn(now, job) ? before : now, cancellationToken);
    }

    private static bool IsOwn(ImageRecord record, IJobContext job) => string.Equals(record.Owner, job.Id.ToString(), StringComparison.Ordinal);
}

/// <summary>What the step that writes an image's file leaves for the one that makes it known.</summary>
internal static class ImageNotes
{
    private const string CapacityNote = "capacity";
    private const string ChecksumNote = "checksum";

    public static async ValueTask TakeAsync(IJobContext job, long capacity, string checksum, CancellationToken cancellationToken)
    {
        await job.NoteAsync(CapacityNote, capacity.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
        await job.NoteAsync(ChecksumNote, checksum, cancellationToken);
    }

    public static long Capacity(IJobContext job) => long.Parse(job.Notes[CapacityNote], System.Globalization.CultureInfo.InvariantCulture);

    public static string Checksum(IJobContext job) => job.Notes[ChecksumNote];
}
