using System.Text.Json;
using Pando.Model.Jobs;
using Pando.Storage.Images.Store;

namespace Pando.Storage.Images.Importing;

/// <summary>Takes an image from a file or a URL into the store.</summary>
internal sealed class ImageImportJob(ImageWorkshop shop, DownloadClient client) : JobKind
{
    public const string KindName = "image.import";

    public override string Name => KindName;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var import = JsonSerializer.Deserialize(input.Span, StorageJson.Default.ImageImportInput)!;
        return
        [
            new MakeWorkFolder(shop),
            new FetchSource(shop, client, import),
            new VerifySource(shop, import),
            new UnpackSource(shop, import),
            new StoreImported(shop, import),
            new RemoveWorkFolder(shop),
            new RegisterImage(shop, import.Name, null, ImportSource.Shown(import.Source), import.OsVariant),
        ];
    }
}
