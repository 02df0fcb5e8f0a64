using Microsoft.Win32.SafeHandles;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Storage.FileSystems;
using Pando.Storage.Images.Store;

namespace Pando.Storage.Images.Importing;

/// <summary>A step that works on the files of the job's private directory, which the first step's undo removes.</summary>
internal abstract class ImportStep(ImageWorkshop shop, ImageImportInput import) : JobStep
{
    /// <summary>The source as it came.</summary>
    protected const string Source = "source";

    /// <summary>The source unpacked.</summary>
    protected const string Unpacked = "unpacked";

    protected ImageWorkshop Shop => shop;

    protected ImageImportInput Import => import;

    /// <summary>The name of the file to go on with.</summary>
    protected string Current => ImportSource.PackingOf(import.Source) == Packing.None ? Source : Unpacked;

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Makes a file there, in place of one that an earlier attempt made.</summary>
    protected SafeFileHandle Create(IJobContext job, string name)
    {
        using var folder = shop.Work.Open(job.Id);
        folder.Remove(name);
        return folder.CreateFile(name);
    }

    protected SafeFileHandle Open(IJobContext job, string name)
    {
        using var folder = shop.Work.Open(job.Id);
        return folder.OpenFile(name, FileAccess.ReadWrite);
    }
}

/// <summary>Downloads or copies the source.</summary>
internal sealed class FetchSource(ImageWorkshop shop, DownloadClient client, ImageImportInput import) : ImportStep(shop, import)
{
    private const int BlockBytes = 4 << 20;

    public override string Name => "fetch-source";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        using var target = Create(job, Source);
        try
        {
            if (ImportSource.Url(Import.Source) is { } url)
            {
                await new ImageDownload(client.Get(), Shop.Settings.ImportLimitBytes, Shop.Time).RunAsync(
                    url, target, (done, total) => job.Report(done, total, "bytes"), cancellationToken);
            }
            else
            {
                await CopyAsync(job, target, cancellationToken);
            }
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, Shop.Work.PathOf(job.Id));
        }
    }

    private async Task CopyAsync(IJobContext job, SafeFileHandle target, CancellationToken cancellationToken)
    {
        using var source = await Shop.Disks.OpenFileAsync(Import.Source, readOnly: true, cancellationToken);
        var total = RandomAccess.GetLength(source.Handle);
        if (total > Shop.Settings.ImportLimitBytes)
        {
            throw new CallerException(ErrorCodes.Image.TooLarge, ("source", Import.Source), ("limit", ByteCount.Text(Shop.Settings.ImportLimitBytes)));
        }
        var buffer = new byte[BlockBytes];
        long done = 0;
        int count;
        while ((count = await RandomAccess.ReadAsync(source.Handle, buffer, done, cancellationToken)) > 0)
        {
            if (buffer.AsSpan(0, count).ContainsAnyExcept((byte)0))
            {
                await RandomAccess.WriteAsync(target, buffer.AsMemory(0, count), done, cancellationToken);
            }
            job.Report(done += count, total, "bytes");
        }
        RandomAccess.SetLength(target, done);
    }
}

/// <summary>Compares the source with the checksum that was given.</summary>
internal sealed class VerifySource(ImageWorkshop shop, ImageImportInput import) : ImportStep(shop, import)
{
    public override string Name => "verify-checksum";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        if (Import.Checksum is null)
        {
            return;
        }
        var expected = Checksum.Parse(Import.Checksum);
        using var file = Open(job, Source);
        var total = RandomAccess.GetLength(file);
        var actual = await ImageFiles.ChecksumAsync(file, expected.Algorithm, done => job.Report(done, total, "bytes"), cancellationToken);
        if (!string.Equals(actual, expected.ToString(), StringComparison.Ordinal))
        {
            throw new CallerException(ErrorCodes.Image.ChecksumMismatch,
                ("source", ImportSource.Shown(Import.Source)), ("expected", expected.ToString()), ("actual", actual));
        }
    }
}

/// <summary>Unpacks the source where it is packed.</summary>
internal sealed class UnpackSource(ImageWorkshop shop, ImageImportInput import) : ImportStep(shop, import)
{
    public override string Name => "unpack";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var packing = ImportSource.PackingOf(Import.Source);
        if (packing == Packing.None)
        {
            return;
        }
        using var packed = Open(job, Source);
        using var target = Create(job, Unpacked);
        try
        {
            Shop.Ownership.Lend(packed, Import.Source);
            await new Unpacking(Shop.Programs, Shop.Settings.QemuUser, Shop.Settings.ImportLimitBytes).RunAsync(
                packing, Import.Source, packed, target, done => job.Report(done, null, "bytes"), cancellationToken);
        }
        catch (Exception failure)
        {
            throw FileFailures.Named(failure, Shop.Work.PathOf(job.Id));
        }
    }
}

/// <summary>Checks what was unpacked and writes it into the store: a qcow2 image as it is, a raw one as qcow2.</summary>
internal sealed class StoreImported(ImageWorkshop shop, ImageImportInput import) : ImportStep(shop, import)
{
    private const int BlockBytes = 4 << 20;
    private const long Sector = 512;

    public override string Name => "store-image";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var path = Path.Join(Shop.Work.PathOf(job.Id), Current);
        using var source = Open(job, Current);
        var length = RandomAccess.GetLength(source);
        var format = Import.Format ?? (BeginsAsQcow2(source) ? "qcow2" : "raw");
        var capacity = format is "qcow2" ? Inspect(source) : length;
        if (capacity == 0 || (format is "raw" && length % Sector != 0))
        {
            throw new CallerException(ErrorCodes.Image.BadSource, new Reason(capacity == 0 ? "empty" : "no-disk").With(("source", ImportSource.Shown(Import.Source))));
        }
        await Shop.Files.RequireRoomAsync(length, cancellationToken);
        Shop.Ownership.Lend(source, path);
        var checksum = await Shop.Files.MakeAsync(ImageFiles.NameFor(Import.Name, job.Id), job.Id.ToString(), async target =>
        {
            if (format is "qcow2")
            {
                await CopyAsync(job, source, target, length, cancellationToken);
                return;
            }
            using var disk = await Shop.Disks.OpenAsync(path, "raw", readOnly: true, cancellationToken: cancellationToken);
            await Shop.QemuImg.CompressAsync(disk, target, Import.Name, share => job.Report((long)(share * capacity), capacity, "bytes"), cancellationToken);
        }, cancellationToken);
        await ImageNotes.TakeAsync(job, capacity, checksum, cancellationToken);
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) =>
        await Shop.Files.RemoveAsync(ImageFiles.NameFor(Import.Name, job.Id), job.Id.ToString(), cancellationToken);

    private static bool BeginsAsQcow2(SafeFileHandle file)
    {
        Span<byte> start = stackalloc byte[4];
        return RandomAccess.Read(file, start, 0) == start.Length && start.SequenceEqual(Qcow2Header.Magic);
    }

    /// <summary>The capacity of a qcow2 image that needs no other file.</summary>
    private long Inspect(SafeFileHandle file)
    {
        try
        {
            var header = Qcow2Header.Read(file);
            var reason = header switch
            {
                { HasExternalData: true } or { DataFile: not null } => new Reason("external-data"),
                { BackingFile: { } backing } => new Reason("has-backing", ("backing", backing)),
                { Encryption: not Qcow2Encryption.None } => new Reason("encrypted"),
                { IsCorrupt: true } => new Reason("corrupt"),
                _ => null,
            };
            return reason is null ? header.VirtualSize
                : throw new CallerException(ErrorCodes.Image.NotSelfContained, reason.With(("source", ImportSource.Shown(Import.Source))));
        }
        catch (Qcow2FormatException wrong)
        {
            throw new CallerException(ErrorCodes.Storage.ImageMalformed, wrong, wrong.Reason.With(("path", ImportSource.Shown(Import.Source))));
        }
    }

    private static async Task CopyAsync(IJobContext job, SafeFileHandle source, SafeFileHandle target, long length, CancellationToken cancellationToken)
    {
        var buffer = new byte[BlockBytes];
        long done = 0;
        int count;
        while ((count = await RandomAccess.ReadAsync(source, buffer, done, cancellationToken)) > 0)
        {
            await RandomAccess.WriteAsync(target, buffer.AsMemory(0, count), done, cancellationToken);
            job.Report(done += count, length, "bytes");
        }
    }
}
