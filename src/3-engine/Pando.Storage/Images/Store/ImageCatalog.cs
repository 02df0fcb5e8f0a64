using System.Text.Json;
using Pando.Model.Ports;
using Pando.Model.State;

namespace Pando.Storage.Images.Store;

/// <summary>The guest images that there are, by name, in the store.</summary>
internal sealed class ImageCatalog(IRevisionedStore store)
{
    private const string Prefix = "images/";

    public async ValueTask<IReadOnlyList<ImageRecord>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.RangeAsync(Prefix, cancellationToken)).Entries.Select(Read)];

    public async ValueTask<ImageRecord?> FindAsync(string name, CancellationToken cancellationToken) =>
        await store.GetAsync(Prefix + name, cancellationToken) is { } entry ? Read(entry) : null;

    /// <summary>Changes what is stored of a name: null for a name that is or shall not be there. Repeats itself when somebody else was quicker.</summary>
    public async ValueTask<ImageRecord?> ChangeAsync(string name, Func<ImageRecord?, ImageRecord?> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = await store.GetAsync(Prefix + name, cancellationToken);
            var before = entry is null ? null : Read(entry);
            var after = change(before);
            if (Equals(before, after))
            {
                return after;
            }
            var transaction = StoreTransaction.Empty.When(Prefix + name, entry?.ModRevision ?? 0);
            transaction = after is null
                ? transaction.Delete(Prefix + name)
                : transaction.Put(Prefix + name, JsonSerializer.SerializeToUtf8Bytes(after, StorageJson.Default.ImageRecord));
            if ((await store.CommitAsync(transaction, cancellationToken)).Succeeded)
            {
                return after;
            }
        }
    }

    private static ImageRecord Read(StoreEntry entry)
    {
        var record = JsonSerializer.Deserialize(entry.Value.Span, StorageJson.Default.ImageRecord)!;
        return record.Superseded.IsDefault ? record with { Superseded = [] } : record;
    }
}
