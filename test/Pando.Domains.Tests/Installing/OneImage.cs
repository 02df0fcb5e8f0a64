using Pando.Model.Ports;

namespace Pando.Domains.Tests.Installing;

/// <summary>Storage with one guest image in it, of which nothing is made.</summary>
internal sealed class OneImage(string name, string? system) : IVolumes
{
    public ValueTask<string> PlanAsync(VolumeRequest request, CancellationToken cancellationToken = default) => ValueTask.FromResult($"/pool/{request.Name}");

    public ValueTask<string?> SystemOfImageAsync(string image, CancellationToken cancellationToken = default) => ValueTask.FromResult(image == name ? system : null);

    public ValueTask<string> CreateAsync(VolumeRequest request, IProgress<long>? progress = null, CancellationToken cancellationToken = default) => throw Unexpected();

    public ValueTask DiscardAsync(VolumeRequest request, CancellationToken cancellationToken = default) => throw Unexpected();

    public ValueTask<string> WriteSeedAsync(VolumeRequest request, CloudInitSeed seed, CancellationToken cancellationToken = default) => throw Unexpected();

    public ValueTask<TrashedFile> PlanTrashAsync(string path, string trashId, CancellationToken cancellationToken = default) => throw Unexpected();

    public ValueTask TrashAsync(TrashedFile file, CancellationToken cancellationToken = default) => throw Unexpected();

    public ValueTask UntrashAsync(TrashedFile file, CancellationToken cancellationToken = default) => throw Unexpected();

    public ValueTask PurgeAsync(TrashedFile file, CancellationToken cancellationToken = default) => throw Unexpected();

    public ValueTask<string> FindAsync(string pool, string volume, CancellationToken cancellationToken = default) => throw Unexpected();

    public string? PathOf(string pool, string volume) => throw Unexpected();

    public ValueTask MakeOverlayAsync(Overlay overlay, CancellationToken cancellationToken = default) => throw Unexpected();

    public ValueTask DiscardOverlayAsync(Overlay overlay, CancellationToken cancellationToken = default) => throw Unexpected();

    private static InvalidOperationException Unexpected() => new("A plan makes nothing.");
}
