using Pando.Model.State;

namespace Pando.Model.Ports;

/// <summary>
/// What the making and removing of machines asks of storage. Each call is one step's deed and can be repeated after
/// a crash: making what is there already under the same owner, or deleting what is gone, succeeds.
/// </summary>
public interface IVolumes
{
    /// <summary>
    /// Where a volume of that name would be, without making it. Throws <c>storage.pool-not-found</c>, <c>storage.bad-name</c>
    /// or <c>storage.volume-exists</c>.
    /// </summary>
    ValueTask<string> PlanAsync(VolumeRequest request, CancellationToken cancellationToken = default);

    /// <summary>What runs from a guest image, by osinfo's short name; null where that is not known, or there is no such image.</summary>
    ValueTask<string?> SystemOfImageAsync(string image, CancellationToken cancellationToken = default);

    /// <summary>Makes the volume; progress in bytes where there is something to copy. Answers its path.</summary>
    ValueTask<string> CreateAsync(VolumeRequest request, IProgress<long>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes for good what <see cref="CreateAsync"/> made of this request.</summary>
    ValueTask DiscardAsync(VolumeRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a volume (raw, without an image) that is a NoCloud seed: an ISO 9660 image named CIDATA. Its capacity is what
    /// the seed needs, whatever the request says. Answers its path; <see cref="DiscardAsync"/> undoes it.
    /// </summary>
    ValueTask<string> WriteSeedAsync(VolumeRequest request, CloudInitSeed seed, CancellationToken cancellationToken = default);

    /// <summary>
    /// Where a file would be in the trash: beside it on the same file system, so that moving it is one rename.
    /// Throws <c>storage.volume-in-use</c> when another volume is backed by it and <c>storage.not-a-file</c> for a block device.
    /// </summary>
    ValueTask<TrashedFile> PlanTrashAsync(string path, string trashId, CancellationToken cancellationToken = default);

    /// <summary>Moves the file there. Repeated, or of a file that was moved already: no error.</summary>
    ValueTask TrashAsync(TrashedFile file, CancellationToken cancellationToken = default);

    /// <summary>Moves it back. Throws <c>storage.path-taken</c> when something else is there now.</summary>
    ValueTask UntrashAsync(TrashedFile file, CancellationToken cancellationToken = default);

    /// <summary>Deletes it for good from the trash.</summary>
    ValueTask PurgeAsync(TrashedFile file, CancellationToken cancellationToken = default);

    /// <summary>Where a volume is. Throws <c>storage.pool-not-found</c> or <c>storage.volume-not-found</c>.</summary>
    ValueTask<string> FindAsync(string pool, string volume, CancellationToken cancellationToken = default);

    /// <summary>Where a volume of that name is or would be; null where there is no such pool, or nothing in it can be called that.</summary>
    string? PathOf(string pool, string volume);

    /// <summary>
    /// Makes the overlay, in place of one that an earlier run of its owner left behind. Throws <c>storage.path-taken</c> when
    /// something else is there.
    /// </summary>
    ValueTask MakeOverlayAsync(Overlay overlay, CancellationToken cancellationToken = default);

    /// <summary>Deletes the overlay, and what was begun of it. What is gone already is no error.</summary>
    ValueTask DiscardOverlayAsync(Overlay overlay, CancellationToken cancellationToken = default);
}

/// <summary>A volume that is wanted.</summary>
/// <param name="Pool">The pool's name: <c>default</c>.</param>
/// <param name="Name">The volume's name, with its ending: <c>web1.qcow2</c>.</param>
/// <param name="Format"><c>qcow2</c> or <c>raw</c>.</param>
/// <param name="CapacityBytes">What the guest sees; null: as large as the image it is made from.</param>
/// <param name="Image">The guest image (or volume path) it is made from; null for an empty one.</param>
/// <param name="FullCopy">Whether the image is copied; otherwise the volume is a linked clone of it.</param>
/// <param name="Owner">Who makes it (a job's id): tells a repeated call from somebody else's volume.</param>
public sealed record VolumeRequest(
    string Pool, string Name, string Format, long? CapacityBytes, string? Image, bool FullCopy, string Owner)
{
    /// <summary>How much of a raw volume takes room at once; null: what is written to it.</summary>
    public long? AllocationBytes { get; init; }

    /// <summary>The format of an <see cref="Image"/> that is a path; null: what its pool says, or its name's ending.</summary>
    public string? ImageFormat { get; init; }

    /// <summary>Whether a qcow2 volume counts references lazily.</summary>
    public bool LazyRefcounts { get; init; }

    /// <summary>Whether the tables of a qcow2 volume are all made at once.</summary>
    public bool PreallocateMetadata { get; init; }
}

/// <summary>An empty qcow2 image over another, which takes what is written in its place.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Below">The image that stays as it is.</param>
/// <param name="BelowFormat"><c>raw</c> or <c>qcow2</c>.</param>
/// <param name="Owner">Whose it is (a machine's id): part of its name while it is made.</param>
public sealed record Overlay(string Path, string Below, string BelowFormat, string Owner)
{
    /// <summary>The machine's device that it is for, by alias; null until that is known.</summary>
    public string? Alias { get; init; }
}

/// <summary>The files of a NoCloud seed, ready to be written (cloud-init's documentation, "NoCloud").</summary>
/// <param name="MetaData">meta-data: instance-id and local-hostname.</param>
/// <param name="UserData">user-data: begins with #cloud-config.</param>
/// <param name="NetworkConfig">network-config; null for cloud-init's own default.</param>
public sealed record CloudInitSeed(string MetaData, string UserData, string? NetworkConfig)
{
    /// <summary>Tells nothing: user-data holds passwords.</summary>
    public override string ToString() => "CloudInitSeed";
}
